package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal holds no keys, and has to say all the same what sops would. */
class MachineSecretsTwinTest {

    private static final String BUNDLE = "talos/talsecret.sops.yaml";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void opensWhatIsEncryptedAndShowsNothing() throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            assertThat(opened(twin).error()).as("without a MAC").contains("sops metadata not found");
            encrypt(twin);
            assertThat(opened(twin)).isEqualTo(Result.exited(0, "", ""));
        }
    }

    @Test
    void doesNotOpenWithTheWrongKey() throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "node-dead", "wrong-age-key")) {
            encrypt(twin);
            assertThat(opened(twin).exitCode()).isEqualTo(128);
        }
    }

    /** Every sops of a rehearsal is the twin's: no key of the operator opens anything here. */
    @Test
    void showsNothingOfAFileAndTouchesNoOther() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside.yaml"), "a: ENC[x]\nsops:\n  mac: ENC[y]\n");
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            encrypt(twin);
            String file = root(twin).resolve(BUNDLE).toString();
            for (Command command : List.of(
                    Command.of("sops", "decrypt", file),
                    Command.of("sops", "decrypt", "--extract", "[\"cluster\"][\"id\"]", file),
                    Command.of("sops", "encrypt", "--output", "/dev/null", file),
                    Command.of("sops", "decrypt", "--output", "/dev/null", outside.toString()))) {
                Result result = twin.run(command);
                assertThat(result.exitCode()).as(command.line()).isNotZero();
                assertThat(result.output()).as(command.line()).isEmpty();
            }
        }
    }

    private static Result opened(TwinFixture twin) {
        return twin.run(Command.of("sops", "decrypt", "--extract", "[\"cluster\"][\"id\"]", "--output", "/dev/null")
                .plus(root(twin).resolve(BUNDLE).toString()));
    }

    private static void encrypt(TwinFixture twin) throws IOException {
        Files.writeString(root(twin).resolve(BUNDLE), "cluster:\n  id: ENC[x]\nsops:\n  mac: ENC[y]\n");
    }

    private static Path root(TwinFixture twin) {
        return twin.open().inventory().root();
    }
}
