package dev.kaltstart.shell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The small script that runs a command and records its result, even when Kaltstart has died. */
record CommandWrapper(Path script) {

    private static final String NAME = "run-command.sh";
    private static final File NOTHING = new File("/dev/null");

    static CommandWrapper unpack(Path directory) {
        Path file = directory.resolve(NAME);
        Path whole = directory.resolve(NAME + ".new");
        try (InputStream script = CommandWrapper.class.getResourceAsStream("/" + NAME)) {
            Files.copy(
                    Objects.requireNonNull(script, NAME + " is missing in the jar"),
                    whole,
                    StandardCopyOption.REPLACE_EXISTING);
            // atomically: a shell reads a script bit by bit, and one that opens it now must find all of it
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            return new CommandWrapper(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The wrappers on this machine that run the command with this id, including those of an earlier Kaltstart. */
    static List<Long> running(String id) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isFor(id, pid))
                .toList();
    }

    private static boolean isFor(String id, long pid) {
        return SmallFile.read(Path.of("/proc", Long.toString(pid), "cmdline"))
                .map(words -> List.of(words.split("\0")))
                .filter(words -> words.size() > 2
                        && words.get(1).endsWith("/" + NAME)
                        && words.get(2).endsWith("/" + id))
                .isPresent();
    }

    /** The command is passed as arguments, never as text for a shell to parse. */
    Process start(Spool spool, Path program, Command command, Map<String, String> environment) throws IOException {
        var words = new ArrayList<String>();
        Tools.find("setsid").ifPresent(setsid -> words.add(setsid.toString()));
        words.addAll(List.of("/bin/sh", script.toString(), spool.directory().toString(), program.toString()));
        words.addAll(command.arguments());
        var builder = new ProcessBuilder(words)
                .directory(directory(spool, command).toFile())
                .redirectInput(NOTHING)
                .redirectOutput(NOTHING)
                .redirectError(NOTHING);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Never the spool itself: files that a command leaves there must not be mistaken for the wrapper's records. */
    private static Path directory(Spool spool, Command command) {
        return command.directory() == null ? Home.make(spool.directory().resolve("work")) : command.directory();
    }
}
