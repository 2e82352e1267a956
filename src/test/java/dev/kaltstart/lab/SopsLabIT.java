package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes of SOPS, and the two sorts of age keys. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class SopsLabIT {

    private static final int COULD_NOT_DECRYPT = 25;
    private static final int MAC_MISMATCH = 51;
    private static final int COULD_NOT_RETRIEVE_KEY = 128;
    private static final int FILE_ALREADY_ENCRYPTED = 203;

    @TempDir
    Path directory;

    private LabTools tools;

    @BeforeEach
    void secret() throws IOException {
        tools = new LabTools(directory);
        Files.writeString(directory.resolve("secret.yaml"), "password: for-tests-only\nnote: unchanged\n");
    }

    private Result sops(String key, String line) {
        var words = line.split(" ");
        return tools.run(Command.of("sops", words)
                .with("SOPS_AGE_KEY_FILE", directory.resolve(key).toString())
                .with("HOME", directory.toString()));
    }

    private void encrypted(String recipient) {
        assertThat(sops("none", "encrypt --in-place --age " + recipient + " secret.yaml")
                        .error())
                .isEmpty();
    }

    private void change(String from, String to) throws IOException {
        Path file = directory.resolve("secret.yaml");
        String before = Files.readString(file);
        assertThat(before).containsPattern(from);
        Files.writeString(file, before.replaceAll(from, to));
    }

    @Test
    void opensWithTheKeyItWasMadeFor() {
        encrypted(tools.ageKey("age.key"));

        assertThat(sops("age.key", "decrypt secret.yaml").output()).contains("for-tests-only");
    }

    @Test
    void opensWithAKeyThatIsSafeFromQuantumComputers() throws IOException {
        String recipient = tools.ageKey("age.key", "-pq");
        encrypted(recipient);

        assertThat(recipient).startsWith("age1pq1");
        assertThat(Files.readString(directory.resolve("age.key"))).contains("AGE-SECRET-KEY-PQ-1");
        assertThat(sops("age.key", "decrypt secret.yaml").output()).contains("for-tests-only");
    }

    @Test
    void doesNotOpenWithAnotherKey() {
        encrypted(tools.ageKey("age.key"));
        tools.ageKey("other.key");

        assertThat(sops("other.key", "decrypt secret.yaml").exitCode()).isEqualTo(COULD_NOT_RETRIEVE_KEY);
        assertThat(sops("missing.key", "decrypt secret.yaml").exitCode()).isEqualTo(COULD_NOT_RETRIEVE_KEY);
    }

    /** As the gate before a destructive step does. */
    @Test
    void opensAllOfABundleAndShowsNothing() throws IOException {
        Files.writeString(directory.resolve("secret.yaml"), "cluster:\n    id: for-tests-only\n    secret: other\n");
        encrypted(tools.ageKey("age.key"));
        tools.ageKey("other.key");
        String line = "decrypt --extract [\"cluster\"][\"id\"] --output /dev/null secret.yaml";

        assertThat(sops("age.key", line)).isEqualTo(Result.exited(0, "", ""));
        assertThat(sops("other.key", line).exitCode()).isEqualTo(COULD_NOT_RETRIEVE_KEY);
        assertThat(sops("missing.key", line).exitCode()).isEqualTo(COULD_NOT_RETRIEVE_KEY);

        change("secret: .*\n", "secret: in-plain-text\n");
        assertThat(sops("age.key", line)).satisfies(broken -> {
            assertThat(broken.exitCode()).isEqualTo(COULD_NOT_DECRYPT);
            assertThat(broken.error()).as("why its message is not shown").contains("in-plain-text");
        });
    }

    @Test
    void noticesThatSomethingWasTakenOut() throws IOException {
        encrypted(tools.ageKey("age.key"));
        change("note: .*\n", "");

        assertThat(sops("age.key", "decrypt secret.yaml").exitCode()).isEqualTo(MAC_MISMATCH);
    }

    /** It has a code of its own for that, 52, but nothing in it returns that. */
    @Test
    void noticesThatTheSumIsMissing() throws IOException {
        encrypted(tools.ageKey("age.key"));
        change("    mac: .*\n", "");

        assertThat(sops("age.key", "decrypt secret.yaml").exitCode()).isEqualTo(MAC_MISMATCH);
    }

    @Test
    void doesNotEncryptTwice() {
        String recipient = tools.ageKey("age.key");
        encrypted(recipient);

        assertThat(sops("age.key", "encrypt --in-place --age " + recipient + " secret.yaml")
                        .exitCode())
                .isEqualTo(FILE_ALREADY_ENCRYPTED);
    }
}
