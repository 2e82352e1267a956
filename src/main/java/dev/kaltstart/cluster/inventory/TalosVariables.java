package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of talconfig.yaml. talhelper reads them from talenv files and refuses one that is unset or empty (src:
 * budimanjojo/talhelper:pkg/substitute, a8m/envsubst in restricted mode).
 */
final class TalosVariables {

    private static final String[] FILES = {"talenv.yaml", "talenv.sops.yaml", "talenv.yml", "talenv.sops.yml"};
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$|\\$\\{(\\w+)(?::?[-=]([^}]*))?}|\\$([A-Za-z_]\\w*)");

    private final Map<String, Yaml> values = new HashMap<>();
    private final String directory;
    private final Problems problems;

    private TalosVariables(String directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /** @param directory of talconfig.yaml, with a trailing slash */
    static TalosVariables of(Checkout checkout, String directory, Problems problems) {
        var variables = new TalosVariables(directory, problems);
        for (String file : FILES) {
            if (checkout.has(directory + file)) {
                checkout.document(directory + file, problems)
                        .ifPresent(document -> variables.values.putAll(document.entries()));
            }
        }
        return variables;
    }

    /** The document with its variables replaced; unknown ones are reported as problems and stay unchanged. */
    Yaml substitute(Yaml document) {
        return document.mapText(scalar -> VARIABLE.matcher(scalar.text())
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().equals("$$")
                                ? "$"
                                : value(scalar.at(), match.group(), name(match), match.group(2)))));
    }

    private static String name(MatchResult match) {
        return match.group(1) == null ? match.group(3) : match.group(1);
    }

    private String value(Position at, String written, String name, @Nullable String otherwise) {
        var value = values.get(name);
        var text = value == null ? "" : value.text().orElse("");
        if (value != null && text.startsWith("ENC[")) {
            problems.error(
                    at,
                    "%s is encrypted in %s, and only plain values can be read here: move it to %stalenv.yaml"
                            .formatted(written, value.at(), directory));
        } else if (text.isEmpty() && otherwise == null) {
            problems.error(
                    at,
                    "the variable %s is not set: add '%s: ...' to %stalenv.yaml".formatted(written, name, directory));
        }
        return !text.isEmpty() ? text : otherwise == null ? written : otherwise;
    }
}
