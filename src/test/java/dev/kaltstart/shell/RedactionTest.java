package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private final Redaction redaction = new Redaction();

    /** Each text contains one secret between marks; the marks are removed before the test. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# key\n«AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSHPNZY»\n",
                "«AGE-SECRET-KEY-PQ-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSHPNZY»",
                "«age-secret-key-1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqshpnzy»",
                "«age-secret-key-pq-1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqshpnzy»",
                "> Authorization: «Basic YWRtaW46aHVudGVyMg==»\n> Accept: */*",
                "{\"Authorization\": \"«Bearer abc.def»\"}",
                "curl -H 'Authorization: «token 0123456789»' https://example.org",
                "sent bearer «0123456789abcdef» to the API",
                "OP_SERVICE_ACCOUNT_TOKEN=«ops_eyJzaWduSW5BZGRyZXNzIjoibXkuMXBhc3N3b3JkLmNvbSJ9»",
                "«-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----»\nmore",
                "«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----»",
                "«-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIe cut off»",
                "\"«-----BEGIN ED25519 PRIVATE KEY-----\\nMC4CAQAw\\n-----END ED25519 PRIVATE KEY-----»\\n\"",
                "«MHcCAQEEIIe\nMHcCAQEEIIf\n-----END RSA PRIVATE KEY-----»\nrest",
                "    client-key-data: «LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVF»\n",
                "users:\n- user:\n    token: «abcdef.0123456789abcdef»\n",
                "    key: «TUM0Q0FRQXdCUVlESzJWd0JDSUVJQTZqb0ZqUWpVd2FoWGpRalV3YWhY»\n",
                "x «LS0tLS1CRUdJTiBFRDI1NTE5IFBSSVZBVEUgS0VZLS0tLS0KTUM0Q0FRQXc=» x",
                "{\"token\":\"«abcdef 0123»\",\"id\":1}",
                "RESTIC_PASSWORD=«hunter2hunter2» restic snapshots",
                "https://s3.example/?X-Token=«0123456789abc»&x=1",
                "talosctl gen --token «0123456789abc» x",
                "bootstrapToken: «9x8c7v.6b5n4m3k2j1h0g9f»",
                "aescbcEncryptionSecret: «z01mye6j16bspJYtTB/5SFX8j7Ph4JXxM2Xuu4vsBPM=»",
                "AWS_SECRET_ACCESS_KEY=«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»",
                "remote: https://«git:glpat0123456789»@git.example/home/cluster.git",
                "posting to https://discord.com/api/webhooks/123456789012345678/«dQw4w9WgXcQdQw4w9WgXcQdQw4w9WgXcQ»",
                "using «ghp_0123456789abcdefghij0123456789abcdef»",
                "sa «eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl_-x» ok",
            })
    void takesOutWhatLooksLikeASecretAndLeavesTheRest(String marked) {
        int from = marked.indexOf('«');
        int to = marked.indexOf('»');
        String secret = marked.substring(from + 1, to);
        String before = marked.substring(0, from);
        String after = marked.substring(to + 1);

        assertThat(redaction.clean(before + secret + after)).isEqualTo(before + "[redacted]" + after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdd8jvj8qsgd4dy",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI=\n",
                "{\"secret\":{\"secretName\":\"cloudflare\"},\"automountServiceAccountToken\":false,\"token\":null}",
                "secretRef:\n  name: sops-age\n",
                "ssh://git@git.example:22/home/cluster.git",
                "https://10.20.0.10:6443/healthz",
                "kustomizations.kustomize.toolkit.fluxcd.io/cluster-apps",
                "4C4C4544-0047-4410-8034-B9C04F575631",
                "key: value",
            })
    void leavesAloneWhatIsNone(String harmless) {
        assertThat(redaction.clean(harmless)).isEqualTo(harmless);
    }

    @Test
    void takesOutALearnedValueInEveryEncodingInWhichToolsPrintIt() {
        String secret = "p\"w\\ <ü&/€\n+second line of it";
        redaction.learn(secret);

        for (String shown : new String[] {
            secret,
            base64(secret),
            base64(secret + "\n"),
            Base64.getUrlEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
            "p%22w%5C+%3C%C3%BC%26%2F%E2%82%AC%0A%2Bsecond+line+of+it",
            "p%22w%5C%20%3C%C3%BC%26%2F%E2%82%AC%0A%2Bsecond%20line%20of%20it",
            "p\\\"w\\\\ <ü&/€\\n+second line of it",
            "p\\\"w\\\\ \\u003cü\\u0026/€\\n+second line of it",
            "    +second line of it",
        }) {
            assertThat(redaction.clean("a " + shown + " z")).matches("a +\\[redacted]=* z");
        }
    }

    @Test
    void takesOutTheLongerOfTwoSecretsThatBeginAlike() {
        redaction.learn("secret-value");
        redaction.learn("secret-value-two");

        assertThat(redaction.clean("secret-value-two")).isEqualTo("[redacted]");
    }

    @Test
    void learnsNothingThatWouldBeFoundEverywhere() {
        redaction.learn("a");
        redaction.learn("");

        assertThat(redaction.clean("a banana")).isEqualTo("a banana");
    }

    @Test
    void findsASecretThatTheLineOfTheCommandQuotes() {
        redaction.learn("it's a secret");

        assertThat(redaction.line(Command.of("op", "it's a secret", "--token", "abcdefgh")))
                .isEqualTo("op '[redacted]' --token [redacted]");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void copesWithAnythingOfAMebibyte() {
        for (String unit : new String[] {
            "x",
            "token: ",
            "-----BEGIN PRIVATE KEY-----\n",
            "://a:",
            "ab cd\n",
            "QUJD\n",
            "\"token\":\"\\",
            " ",
            "eyJ.",
        }) {
            String text = unit.repeat(1024 * 1024 / unit.length());
            assertThat(redaction.clean(text + "\n-----END PRIVATE KEY-----")).doesNotContain("-----END");
        }
    }

    /** Inputs that once took quadratic time, or one stack frame per repetition. */
    @ParameterizedTest
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    @ValueSource(
            strings = {
                "-----END PRIVATE KEY-----",
                "-----END PRIVATE KEY-----\n",
                "QUJD\n-----END PRIVATE KEY-----\n",
                "-eyJaaaaaaaaaa",
                "eyJaaaaaaaaaa.",
                "bearer ",
                "bearer\t\n ",
                "authorization:",
                "--token ",
                "key: \n",
                "ops_"
            })
    void timeGrowsWithTheTextAndNotWithItsSquare(String unit) {
        String text = unit.repeat(1024 * 1024 / unit.length());

        assertThat(redaction.clean(text)).doesNotContain("-----END");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
