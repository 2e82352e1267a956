package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges by its content what a file of secrets is: the name proves nothing. Never keeps or names a value. */
record SopsContent(Checkout checkout, Problems problems) {

    /** What kind of secrets a file holds. */
    enum Kind {
        ENCRYPTED,
        /** Every value is put in by another tool. */
        PLACEHOLDERS,
        PLAIN,
        UNREADABLE
    }

    private static final String VALUE = "ENC[AES256_GCM,data:";

    /** The metadata of SOPS as YAML, JSON, dotenv or INI. */
    private static final Pattern METADATA = Pattern.compile("\"?sops\"?\\s*:|(?m)^(?:sops_(?:mac|version)=|\\[sops]$)");

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?s)(?:(?:ref\\+)?[a-z0-9]{1,40}://.*|\\$\\{.*}|\\$\\w++|\\{\\{.*}}|\\{%.*%}|<.*>|ENC\\[.*)?");

    boolean encrypted(String file) {
        return checkout.text(file).filter(SopsContent::isEncrypted).isPresent();
    }

    private static boolean isEncrypted(String text) {
        // most files do not have the word, and an expression is slow to say so
        return text.contains("sops")
                && METADATA.matcher(text).find()
                && (text.contains(VALUE) || text.contains("mac:") || text.contains("_version="));
    }

    Kind kind(String file) {
        if (encrypted(file)) {
            return Kind.ENCRYPTED;
        }
        try {
            var yaml = checkout.yaml(file);
            return yaml.documents().stream()
                            .flatMap(SopsContent::values)
                            .allMatch(text -> PLACEHOLDER.matcher(text.strip()).matches())
                    ? Kind.PLACEHOLDERS
                    : Kind.PLAIN;
        } catch (UnreadableYaml e) {
            problems.warning(e.at(), e.message());
            return Kind.UNREADABLE;
        }
    }

    private static Stream<String> values(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            return mapping.values().values().stream().flatMap(SopsContent::values);
        }
        return value instanceof Yaml.Sequence sequence
                ? sequence.values().stream().flatMap(SopsContent::values)
                : value.text().stream();
    }
}
