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

/** The small script that runs a command and writes down what becomes of it, whoever is still there to see. */
record Wrapper(Path script) {

    private static final String NAME = "run-command.sh";
    private static final File NOTHING = new File("/dev/null");

    static Wrapper unpack(Path directory) {
        Path file = directory.resolve(NAME);
        Path whole = directory.resolve(NAME + ".new");
        try (InputStream script = Wrapper.class.getResourceAsStream("/" + NAME)) {
            Files.copy(
                    Objects.requireNonNull(script, NAME + " is missing in the jar"),
                    whole,
                    StandardCopyOption.REPLACE_EXISTING);
            // in one move: a shell reads the old one bit by bit, and one that opens it now must find all of it
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            return new Wrapper(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The wrappers on this machine that run the command of this id, whoever began them. */
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

    /** The command is handed over as words, never as text that a shell would read. */
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

    /** Never the spool itself: what a command leaves there must not be taken for what was written about it. */
    private static Path directory(Spool spool, Command command) {
        return command.directory() == null ? Home.make(spool.directory().resolve("work")) : command.directory();
    }
}
