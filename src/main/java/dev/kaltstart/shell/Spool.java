package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The directory of one command, written by its wrapper. Raw output is readable only by its owner, because the command
 * may outlive the process that could redact it; once its end is observed, only the redacted text is kept.
 */
record Spool(Path directory, Redaction redaction) {

    private static final int ROOM = 64 * 1024;

    /**
     * One process creates the directory and all others find it, so that no id is started twice.
     *
     * @throws IllegalStateException when it exists
     */
    void make() {
        try {
            Files.createDirectory(directory);
            Home.make(directory);
            Home.make(temporary());
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("a command was started before as " + directory.getFileName(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directory " + directory, e);
        }
    }

    /** @throws UncheckedIOException when the disk has no room for the wrapper's records */
    void needRoom() {
        Path file = directory.resolve("room");
        SmallFile.write(file, " ".repeat(ROOM));
        file.toFile().delete();
    }

    /** The directory for a tool's temporary files, which may hold clear-text secrets: deleted when the command ends. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    boolean exists() {
        return Files.isDirectory(directory);
    }

    /** Process id, start time and boot id of the wrapper, once it has written them. */
    Optional<String[]> process() {
        return message("pid", 3);
    }

    Optional<Session> session() {
        return message("session", 2).map(message -> new Session(Long.parseLong(message[0]), message[1]));
    }

    Optional<Integer> exitCode() {
        return message("code", 1).map(message -> Integer.valueOf(message[0]));
    }

    private Optional<String[]> message(String file, int count) {
        return SmallFile.read(directory.resolve(file))
                .map(text -> text.strip().split(" "))
                // after a power failure a file may exist without its content
                .filter(message -> message.length == count && message[0].matches("\\d{1,18}"));
    }

    /** Prevents a command that has not started from ever starting. */
    void giveUp() {
        try {
            directory.resolve("pid").toFile().createNewFile();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
    }

    /** Records that Kaltstart ended the command: a killed program and a stopped one look the same. */
    void stopping() {
        try {
            SmallFile.write(directory.resolve("stopped"), "");
        } catch (UncheckedIOException e) {
            // the disk is full: the command is stopped anyway, and will look as if it had been killed
        }
    }

    Result.Ending ending() {
        return Files.exists(directory.resolve("stopped")) ? Result.Ending.STOPPED : Result.Ending.EXITED;
    }

    /** Whether the command's complete result is on disk. */
    boolean settled() {
        return Files.exists(directory.resolve("output"))
                || (Files.exists(directory.resolve("out.end")) && Files.exists(directory.resolve("err.end")));
    }

    /** Up to the last whole line of each stream: redaction would miss half a secret. */
    String soFar() {
        return wholeLines("out", "output") + wholeLines("err", "error");
    }

    private String wholeLines(String raw, String shown) {
        Optional<String> redacted = SmallFile.read(directory.resolve(shown));
        if (redacted.isPresent()) {
            return redacted.get();
        }
        String text = CapturedStream.of(directory, raw).text(redaction);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Replaces the raw output by the redacted one. */
    Result close(Result.Ending ending, int exitCode) {
        delete(temporary());
        return new Result(ending, exitCode, redacted("out", "output"), redacted("err", "error"));
    }

    private String redacted(String raw, String shown) {
        Path file = directory.resolve(shown);
        String text = SmallFile.read(file).orElseGet(() -> redact(raw, file));
        remove(raw);
        return text;
    }

    private String redact(String raw, Path file) {
        String text = CapturedStream.of(directory, raw).text(redaction);
        if (!replaced(file, text)) {
            // the disk is full: the end must be reported anyway, or the command would be started again
            remove(raw);
            replaced(file, text);
        }
        return text;
    }

    private static boolean replaced(Path file, String text) {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            SmallFile.write(whole, text);
            Files.move(whole, file);
            return true;
        } catch (IOException | UncheckedIOException e) {
            whole.toFile().delete();
            return false;
        }
    }

    private void remove(String raw) {
        Stream.of("", ".before", ".tail", ".next", ".cut")
                .forEach(piece -> directory.resolve(raw + piece).toFile().delete());
    }

    /** A surviving daemon may still write into it; the next start cleans up then. */
    void discard() {
        delete(directory);
    }

    private static boolean delete(Path path) {
        try {
            return FileSystemUtils.deleteRecursively(path);
        } catch (IOException e) {
            return false;
        }
    }
}
