package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The secrets that all machines of the cluster share, as the repository keeps them.
 *
 * @param description the file; with placeholders, its first line that has one; without a bundle, what is wrong
 * @param filledBy the tool that fills the placeholders; blank when there are none
 */
record SecretsBundle(Form form, String description, String filledBy) {

    enum Form {
        /** Rendering without it would make a new public key infrastructure. */
        NONE,
        ENCRYPTED,
        /** No secrets: another tool puts them in when it is run. */
        PLACEHOLDERS,
        PLAIN
    }

    /** None of them can be part of a secret of Talos, which is Base64, hexadecimal or a token. */
    private static final List<Placeholder> PLACEHOLDERS = List.of(
            new Placeholder("vals", "ref\\+[a-z0-9]{1,40}://"),
            new Placeholder("op", "op://"),
            new Placeholder("envsubst or talhelper", "\\$\\{[A-Za-z_]"),
            new Placeholder("a template engine", "\\{\\{"),
            new Placeholder("a person or a script", "(^|[:\\s-])[\"']?<[^<>]{1,200}>[\"']?\\s*$"));

    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");

    private record Placeholder(String filledBy, Predicate<String> in) {
        Placeholder(String filledBy, String pattern) {
            this(filledBy, Pattern.compile(pattern).asPredicate());
        }
    }

    static SecretsBundle of(Inventory inventory) {
        Path file = inventory.machineSecrets();
        if (file == null) {
            return none("the repository has no machine secrets");
        }
        Optional<String> text = Secretive.read(inventory.root().resolve(file));
        if (text.isEmpty()) {
            return none(file + " is missing or cannot be read");
        }
        Optional<Map<?, ?>> content = Secretive.parse(text.get());
        if (content.filter(SecretsBundle::encrypted).isPresent()) {
            return new SecretsBundle(Form.ENCRYPTED, file.toString(), "");
        }
        // by its text, because a template need not be YAML
        return placeholders(file, text.get()).orElseGet(() -> plain(file, content));
    }

    private static boolean encrypted(Map<?, ?> content) {
        return content.get("sops") instanceof Map<?, ?> sops && sops.containsKey("mac");
    }

    private static Optional<SecretsBundle> placeholders(Path file, String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Optional<String> filledBy = filledBy(COMMENT.matcher(line).replaceFirst(""));
            if (filledBy.isPresent()) {
                return Optional.of(new SecretsBundle(Form.PLACEHOLDERS, file + ":" + number, filledBy.get()));
            }
        }
        return Optional.empty();
    }

    /** The tool that would fill a placeholder in this text; empty when there is none. */
    static Optional<String> filledBy(String text) {
        return PLACEHOLDERS.stream()
                .filter(known -> known.in().test(text))
                .map(Placeholder::filledBy)
                .findFirst();
    }

    /** Without the certificate authority of Talos, a tool would make one. */
    private static SecretsBundle plain(Path file, Optional<Map<?, ?>> content) {
        return content.flatMap(bundle -> Secretive.text(bundle, "certs", "os", "crt")
                                .or(() -> Secretive.text(bundle, "machine", "ca", "crt")))
                        .isPresent()
                ? new SecretsBundle(Form.PLAIN, file.toString(), "")
                : none(file + " is not encrypted with SOPS, and has no certificate authority at certs.os.crt");
    }

    private static SecretsBundle none(String why) {
        return new SecretsBundle(Form.NONE, why, "");
    }
}
