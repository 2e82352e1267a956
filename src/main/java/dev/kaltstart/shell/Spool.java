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
 * The directory of one command: what its wrapper wrote about it. Raw output lies there, readable for its owner alone,
 * because the command may outlive the one who could redact it; when its end is seen, only the redacted text stays.
 */
record Spool(Path directory, Redaction redaction) {

    private static final int ROOM = 64 * 1024;

    /**
     * A directory is made by one and found by all others, so that no command is begun twice under one name.
     *
     * @throws IllegalStateException when it is there already
     */
    void make() {
        try {
            Files.createDirectory(directory);
            Home.make(directory);
            Home.make(temporary());
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("a command was begun before as " + directory.getFileName(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + directory, e);
        }
    }

    /** @throws UncheckedIOException when the disk would not take what the wrapper writes about a command */
    void needRoom() {
        Path file = directory.resolve("room");
        SmallFile.write(file, " ".repeat(ROOM));
        file.toFile().delete();
    }

    /** For what a tool keeps there while it works, secrets in the clear perhaps: gone with its end. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    boolean exists() {
        return Files.isDirectory(directory);
    }

    /** Process id, start time and boot of the wrapper, as soon as it has told them. */
    Optional<String[]> process() {
        return words("pid", 3);
    }

    Optional<Session> session() {
        return words("session", 2).map(words -> new Session(Long.parseLong(words[0]), words[1]));
    }

    Optional<Integer> exitCode() {
        return words("code", 1).map(words -> Integer.valueOf(words[0]));
    }

    private Optional<String[]> words(String file, int count) {
        return SmallFile.read(directory.resolve(file))
                .map(text -> text.strip().split(" "))
                // after a power failure a file may be there without what was written into it
                .filter(words -> words.length == count && words[0].matches("\\d{1,18}"));
    }

    /** Sees to it that a command that has not begun never will. */
    void giveUp() {
        try {
            directory.resolve("pid").toFile().createNewFile();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
    }

    /** Remembers who ended it: a killed program and one that was stopped look the same. */
    void stopping() {
        try {
            SmallFile.write(directory.resolve("stopped"), "");
        } catch (UncheckedIOException e) {
            // on a disk that takes nothing: it is stopped all the same, and will look as if it had been killed
        }
    }

    Result.Ending ending() {
        return Files.exists(directory.resolve("stopped")) ? Result.Ending.STOPPED : Result.Ending.EXITED;
    }

    /** Everything the command said has been written down. */
    boolean settled() {
        return Files.exists(directory.resolve("output"))
                || (Files.exists(directory.resolve("out.end")) && Files.exists(directory.resolve("err.end")));
    }

    /** Up to the last whole line of each stream: half a secret is none that anybody would recognise. */
    String soFar() {
        return wholeLines("out", "output") + wholeLines("err", "error");
    }

    private String wholeLines(String raw, String shown) {
        Optional<String> redacted = SmallFile.read(directory.resolve(shown));
        if (redacted.isPresent()) {
            return redacted.get();
        }
        String text = Kept.of(directory, raw).text(redaction);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Replaces the raw output by what may be seen. */
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
        String text = Kept.of(directory, raw).text(redaction);
        if (!replaced(file, text)) {
            // the disk is full: that a command has ended must be told all the same, or it would be begun again
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

    /** What a daemon left behind still writes may be in the way; then the next start tidies up. */
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
