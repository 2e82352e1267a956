package dev.kaltstart.git;

import java.nio.file.Path;
import java.util.List;

/**
 * The repository with the revert, in one file that Git can clone and fetch from, for when there is no host to push to.
 *
 * @param file contains the whole history
 * @param commands for a person, one per line, in the order of execution
 */
public record Bundle(Path file, List<String> commands) {

    public Bundle {
        commands = List.copyOf(commands);
    }
}
