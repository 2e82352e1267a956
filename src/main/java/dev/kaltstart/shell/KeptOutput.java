package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The redacted output of finished commands in the spool, for the export to another home. */
@Component
public class KeptOutput {

    /** Never the raw files: only the ones written after the end of a command was observed. */
    private static final List<String> FILES = List.of("output", "error", "code", "stopped");

    private final Path spools;
    private final Redaction redaction;

    KeptOutput(Home home, Redaction redaction) {
        this.spools = home.directory("spool");
        this.redaction = redaction;
    }

    /** By file name; empty when there is no output, as for a command that is still running. */
    public Map<String, String> of(String command) {
        var kept = new HashMap<String, String>();
        if (named(command) && Files.exists(spools.resolve(command).resolve("output"))) {
            FILES.forEach(file -> SmallFile.read(spools.resolve(command).resolve(file))
                    .ifPresent(text -> kept.put(file, redaction.clean(text))));
        }
        return kept;
    }

    /**
     * Reserves the spool directory of a command with this id.
     *
     * @return false when it exists already; it is left unchanged
     */
    public boolean begin(String command) {
        try {
            Files.createDirectory(directory(command));
            Home.make(directory(command));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one of the command's files. */
    public void put(String command, String file, String text) {
        if (!FILES.contains(file)) {
            throw new IllegalArgumentException("a command leaves no such file");
        }
        SmallFile.write(directory(command).resolve(file), text);
    }

    /** Removes the written files. */
    public void remove(String command) {
        FILES.forEach(file -> directory(command).resolve(file).toFile().delete());
        directory(command).toFile().delete();
    }

    private Path directory(String command) {
        if (!named(command)) {
            throw new IllegalArgumentException("not usable as a file name");
        }
        return spools.resolve(command);
    }

    /** The host name of this home's machine. */
    public String host() {
        return Host.NAME;
    }

    private static boolean named(String command) {
        return command.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    }
}
