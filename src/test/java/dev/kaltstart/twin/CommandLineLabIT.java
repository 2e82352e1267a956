package dev.kaltstart.twin;

import dev.kaltstart.lab.LabTools;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** In the sample repository, with credentials that open nothing. */
@Tag("lab")
class CommandLineLabIT extends CommandLineContract {

    @TempDir
    Path directory;

    @BeforeEach
    void theSample() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/main/resources/sample/homelab"), directory);
        Files.writeString(directory.resolve("justfile"), "mod talos\n");
        Files.writeString(directory.resolve("talos/mod.just"), """
                [confirm]
                reset-node node:
                    false
                """);
        // only what makes it complete enough to be read: the key opens nothing
        Files.writeString(directory.resolve("talosconfig"), """
                context: homelab
                contexts:
                  homelab:
                    endpoints: [127.0.0.1]
                    nodes: []
                    ca: ""
                    crt: ""
                    key: ""
                """);
    }

    @Override
    protected Result run(String line) {
        var words = line.split(" ");
        return new LabTools(directory)
                .run(Command.of(words[0], Arrays.copyOfRange(words, 1, words.length))
                        .with("TALOSCONFIG", directory.resolve("talosconfig").toString()));
    }
}
