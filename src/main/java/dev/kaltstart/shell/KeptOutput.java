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

/** What ended commands wrote, as it lies in the spool: redacted, to be taken to another home. */
@Component
public class KeptOutput {

    /** Nothing raw: only what is written when the end of a command has been seen. */
    private static final List<String> FILES = List.of("output", "error", "code", "stopped");

    private final Path spools;
    private final Redaction redaction;

    KeptOutput(Home home, Redaction redaction) {
        this.spools = home.directory("spool");
        this.redaction = redaction;
    }

    /** By file name; empty when nothing is kept, as of a command that has not ended. */
    public Map<String, String> of(String command) {
        var kept = new HashMap<String, String>();
        if (named(command) && Files.exists(spools.resolve(command).resolve("output"))) {
            FILES.forEach(file -> SmallFile.read(spools.resolve(command).resolve(file))
                    .ifPresent(text -> kept.put(file, redaction.clean(text))));
        }
        return kept;
    }

    /**
     * Makes room where a command of this id would have left its output.
     *
     * @return false when something is there already, which stays
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

    /** Puts one of its files there. */
    public void put(String command, String file, String text) {
        if (!FILES.contains(file)) {
            throw new IllegalArgumentException("a command leaves no such file");
        }
        SmallFile.write(directory(command).resolve(file), text);
    }

    /** Takes back what was put there. */
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

    /** The machine whose home this is, as it calls itself. */
    public String host() {
        return Host.NAME;
    }

    private static boolean named(String command) {
        return command.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    }
}
