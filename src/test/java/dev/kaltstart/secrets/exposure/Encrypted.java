package dev.kaltstart.secrets.exposure;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Files as SOPS writes them, with ciphertext that nothing decrypts. */
public final class Encrypted {

    /** In every ciphertext: must be found nowhere else. */
    public static final String CANARY = "Q0FOQVJZ";

    private Encrypted() {}

    public static String value(String salt) {
        return "ENC[AES256_GCM,data:" + CANARY + salt + "==,iv:aaaa=,tag:bbbb==,type:str]";
    }

    /** @param keys each with an encrypted value below {@code stringData} */
    public static String secret(String namespace, String name, String salt, String recipient, String... keys) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                    name: %s
                    namespace: %s
                stringData:
                %s
                """.formatted(name, namespace, lines(salt, keys)) + metadata(recipient);
    }

    private static String lines(String salt, String... keys) {
        return Stream.of(keys).map(key -> "    " + key + ": " + value(salt)).collect(Collectors.joining("\n"));
    }

    /** At the end of a YAML file. */
    public static String metadata(String... recipients) {
        return "sops:\n    age:\n"
                + Stream.of(recipients)
                        .map(one -> "        - recipient: " + one + "\n          enc: |\n"
                                + "            -----BEGIN AGE ENCRYPTED FILE-----\n"
                                + "            AAAA\n            -----END AGE ENCRYPTED FILE-----\n")
                        .collect(Collectors.joining())
                + "    lastmodified: \"2026-01-01T00:00:00Z\"\n    mac: " + value("mac") + "\n"
                + "    encrypted_regex: ^(data|stringData)$\n    version: 3.9.4\n";
    }

    static String groups(String... recipients) {
        return "sops:\n    shamir_threshold: 2\n    key_groups:\n"
                + Stream.of(recipients)
                        .map(one -> "        - age:\n            - recipient: " + one + "\n              enc: x\n")
                        .collect(Collectors.joining())
                + "    mac: " + value("mac") + "\n    version: 3.9.4\n";
    }

    /** With tabs, as SOPS indents JSON. */
    static String json(String recipient, String key) {
        return "{\n\t\"" + key + "\": \"" + value("json") + "\",\n\t\"sops\": {\n\t\t\"age\": [\n\t\t\t{\n\t\t\t\t"
                + "\"recipient\": \"" + recipient + "\",\n\t\t\t\t\"enc\": \"x\"\n\t\t\t}\n\t\t],\n\t\t\"mac\": \""
                + value("mac") + "\",\n\t\t\"version\": \"3.9.4\"\n\t}\n}\n";
    }

    static String dotenv(String recipient, String key) {
        return "#a comment\n" + key + "=" + value("env") + "\nsops_age__list_0__map_enc=x\n"
                + "sops_age__list_0__map_recipient=" + recipient + "\nsops_mac=" + value("mac")
                + "\nsops_version=3.9.4\n";
    }

    static String ini(String recipient, String key) {
        return "[login]\n" + key + " = " + value("ini") + "\n\n[sops]\nage__list_0__map_recipient = " + recipient
                + "\nmac = " + value("mac") + "\nversion = 3.9.4\n";
    }

    static String manyKeys(int number, String recipient) {
        return "stringData:\n"
                + IntStream.range(0, number)
                        .mapToObj(n -> "    key-" + n + ": ENC[AES256_GCM,x]\n")
                        .collect(Collectors.joining())
                + metadata(recipient);
    }
}
