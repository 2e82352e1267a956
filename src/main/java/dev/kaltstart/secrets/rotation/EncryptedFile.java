package dev.kaltstart.secrets.rotation;

import java.util.List;
import java.util.Set;

/**
 * A file that SOPS has encrypted, as far as SOPS leaves it in the open.
 *
 * @param path in the repository, with slashes
 * @param recipients the age keys that open it
 * @param otherKeys kinds of keys beside age: pgp, kms
 * @param groups of keys; with more than one, several keys are needed together
 * @param ageKeys entries that hold an age key themselves, as Flux reads it
 */
record EncryptedFile(
        String path,
        Format format,
        Set<String> recipients,
        Set<String> otherKeys,
        int groups,
        List<AgeKeyEntry> ageKeys) {

    EncryptedFile {
        recipients = Set.copyOf(recipients);
        otherKeys = Set.copyOf(otherKeys);
        ageKeys = List.copyOf(ageKeys);
    }

    /** An entry {@code *.agekey} of a Secret. */
    record AgeKeyEntry(String section, String name) {

        boolean base64() {
            return section.equals("data");
        }

        /** As {@code sops set} names it. */
        String index() {
            return "[\"" + section + "\"][\"" + name + "\"]";
        }
    }

    /** As sops stores it. */
    enum Format {
        YAML("yaml", "yaml", "yml"),
        JSON("json", "json"),
        DOTENV("dotenv", "env"),
        INI("ini", "ini");

        private final String word;
        private final List<String> endings;

        Format(String word, String... endings) {
            this.word = word;
            this.endings = List.of(endings);
        }

        String word() {
            return word;
        }

        /** By the ending sops chooses the format; anything else is a binary file, which it keeps as JSON. */
        boolean isKnownByName(String path) {
            String ending = path.substring(path.lastIndexOf('.') + 1);
            boolean binary = List.of(values()).stream().noneMatch(format -> format.endings.contains(ending));
            return binary ? this == JSON : endings.contains(ending);
        }
    }
}
