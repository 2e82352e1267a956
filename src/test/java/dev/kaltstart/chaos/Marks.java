package dev.kaltstart.chaos;

import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The world outside: a directory with one file for each effect. A command makes its mark with its last breath, under a
 * name that was never there before. So one that was killed leaves none, and two marks are two effects.
 */
record Marks(Path directory) {

    static final String DESTROY = "destroy";
    /** What one plan destroys, a command each. */
    static final List<String> DESTROYED = List.of("destroyA", "destroyB");

    static final List<String> GATHERED = List.of("gatherA", "gatherB", "gatherC");

    /** Every effect of one recovery. */
    static final Set<String> EFFECTS =
            Set.of("gatherA", "gatherB", "gatherC", "left", "right", "copySlowly", "destroyA", "destroyB", "finish");

    /** @param seconds how long it works before its effect is there */
    Command command(String recovery, String effect, double seconds) {
        return Command.of(
                "sh",
                "-c",
                "sleep \"$1\"; exec mktemp \"$2\"",
                "sh",
                String.valueOf(seconds),
                directory.resolve(recovery + "." + effect + ".XXXXXXXX").toString());
    }

    int count(String recovery, String effect) {
        try (var found = Files.newDirectoryStream(directory, recovery + "." + effect + ".*")) {
            int count = 0;
            for (Path ignored : found) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean there(String recovery, String effect) {
        return count(recovery, effect) > 0;
    }

    void makeByHand(String recovery, String effect) throws IOException {
        Files.createFile(directory.resolve(recovery + "." + effect + ".by-hand"));
    }

    /** What a step named so leaves behind. */
    static List<String> of(String step) {
        return switch (step) {
            case "gather" -> GATHERED;
            case DESTROY -> DESTROYED;
            default -> List.of(step);
        };
    }
}
