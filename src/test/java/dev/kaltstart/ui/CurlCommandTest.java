package dev.kaltstart.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body arrives at curl as it was made, through the real shells of this machine. */
class CurlCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> EVIL = List.of(
            "no such file './app.yaml'",
            "'; touch pwned; '",
            "\"; touch pwned; \"",
            "$(touch pwned) `touch pwned` ${HOME} $HOME",
            "a!b !! !1 !$",
            "back\\slash \\' \\\\ \\n",
            "a\nb\r\n\tc\u0000\u001B[31m",
            "@/etc/passwd",
            "<script>&amp;</script>",
            "\u202Eevil\u200B \u212A \uD83D\uDE00 \u2028",
            "%PATH% ^& | > /dev/null #");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "bash -i", "dash", "zsh", "fish"})
    void theBodySurvivesTheShell(String shell) throws IOException, InterruptedException {
        String program = shell.split(" ")[0];
        assumeThat(Path.of("/bin", program)).exists();
        Path bin = Files.createDirectories(directory.resolve("bin"));
        // in place of curl: keeps its last argument
        Path curl = bin.resolve("curl");
        Files.writeString(curl, "#!/bin/sh\nfor last in \"$@\"; do :; done\nprintf '%s' \"$last\" > \"$BODY\"\n");
        assertThat(curl.toFile().setExecutable(true)).isTrue();
        for (String text : EVIL) {
            String body = JSON.writeValueAsString(Map.of("reason", text));
            String command = CurlCommand.post("http://[::1]:8080/api/recoveries", "-u anna", body);
            assertThat(command).doesNotContain("\u202E", "\u200B", "!", "\\\\");

            Path arrived = directory.resolve("body");
            Files.deleteIfExists(arrived);
            var process = new ProcessBuilder(shell.split(" "));
            process.environment().put("PATH", bin + ":/usr/bin:/bin");
            process.environment().put("BODY", arrived.toString());
            process.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("out").toFile());
            var running = process.start();
            // typed, so that an interactive shell expands its history
            running.getOutputStream().write((command + "\nexit\n").getBytes(StandardCharsets.UTF_8));
            running.getOutputStream().close();
            assertThat(running.waitFor())
                    .as(Files.readString(directory.resolve("out")))
                    .isZero();

            assertThat(JSON.readTree(Files.readString(arrived)).path("reason").asText())
                    .isEqualTo(text);
            assertThat(directory.resolve("pwned")).doesNotExist();
        }
    }
}
