package dev.kaltstart.lab;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the lab's own programs in a directory of the test. */
public final class LabTools {

    private static final String RECIPIENT = "# public key: ";

    private final Path directory;

    public LabTools(Path directory) {
        this.directory = directory;
    }

    /** The program comes from the lab; a test is skipped where the lab has none of that name. */
    public Result run(Command command) {
        var real = Command.of(
                        Lab.here().tool(command.program()).toString(),
                        command.arguments().toArray(String[]::new))
                // without one talosctl does not even look at the TALOSCONFIG that it is given
                .with("HOME", directory.toString());
        for (var entry : command.environment().entrySet()) {
            real = real.with(entry.getKey(), entry.getValue());
        }
        return new RealGit().run(real.in(command.directory() == null ? directory : command.directory()));
    }

    public Result run(String line) {
        var words = line.split(" ");
        return run(Command.of(words[0], java.util.Arrays.copyOfRange(words, 1, words.length)));
    }

    /** Makes a key. @return its recipient */
    public String ageKey(String file, String... options) {
        Path path = directory.resolve(file);
        var made = run(Command.of("age-keygen", "-o", path.toString()).plus(options));
        if (!made.succeeded()) {
            throw new AssertionError(made.error());
        }
        try (var lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(RECIPIENT))
                    .map(line -> line.substring(RECIPIENT.length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
