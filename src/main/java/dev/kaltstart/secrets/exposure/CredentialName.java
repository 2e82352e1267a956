package dev.kaltstart.secrets.exposure;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names the credentials that values are parts of: {@code paperless.paperless-secret.admin}. Letters, digits, dots and hyphens,
 * since it is a part of addresses, and short.
 */
final class CredentialName {

    static final int LONGEST = 80;

    private static final int PART = 32;
    private static final Set<String> EVERYWHERE =
            Set.of("app", "apps", "base", "config", "secrets", "secret", "kubernetes", "main", "cluster", "resources");
    private static final Pattern ROLE = Pattern.compile("(?i)[-_.]?(user(name)?|login|pass(word|wd)?|pwd|token|secret"
            + "|api[-_]?key|key|id|access|client|private|public|hash|salt)$");

    private CredentialName() {}

    /**
     * The part of a key that its user name and its password share; empty when nothing is left: {@code ADMIN_PASSWORD} and {@code
     * ADMIN_USER} are both {@code admin}.
     */
    static String stem(String key) {
        String stem = key.substring(0, Math.min(key.length(), PART * 4));
        for (int i = 0; i < 3; i++) {
            stem = ROLE.matcher(stem).replaceFirst("");
        }
        return SafeName.slug(stem, PART);
    }

    /** Without the stem. */
    static String base(ValueHistory value) {
        SecretContent.Named named = value.place().named();
        List<String> directories = directories(value.file());
        String file = value.file().substring(value.file().lastIndexOf('/') + 1);
        String name = named.name().isEmpty() ? file.replaceFirst("(\\.sops)?\\.[^.]*$", "") : named.name();
        String space = named.namespace().isEmpty()
                ? directories.isEmpty() ? "" : directories.get(directories.size() - 1)
                : named.namespace();
        String slug = SafeName.slug(name, PART);
        String prefix = SafeName.slug(space, PART);
        return Stream.of(prefix.equals(slug) ? "" : prefix, slug)
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + "." + other)
                .orElse("file");
    }

    private static List<String> directories(String file) {
        return Stream.of(file.split("/"))
                .limit(Math.max(0, file.split("/").length - 1L))
                .filter(part -> !part.isEmpty() && !EVERYWHERE.contains(part))
                .toList();
    }
}
