package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of one command: what its wrapper wrote about it. Raw output lies there, readable for its owner alone,
 * until the end of the command is seen; then only the redacted text stays.
 */
record Spool(Path directory, Redaction redaction) {

    boolean exists() {
        return Files.isDirectory(directory);
    }

    /** Process id and start time, as soon as the wrapper has told them. */
    Optional<String[]> process() {
        return read("pid").map(line -> line.strip().split(" "));
    }

    Optional<Integer> exitCode() {
        return read("code").map(String::strip).filter(text -> !text.isEmpty()).map(Integer::valueOf);
    }

    Result result(Result.Ending ending, int exitCode) {
        return new Result(ending, exitCode, text("out"), text("err"));
    }

    /** Replaces the raw output by what may be seen. */
    Result close(Result result) {
        write("out", result.output());
        write("err", result.error());
        remove("out.tail");
        remove("err.tail");
        remove("1");
        remove("2");
        return result;
    }

    private String text(String stream) {
        String head = read(stream).orElse("");
        String tail = read(stream + ".tail").orElse("");
        return redaction.clean(tail.isEmpty() ? head : head + "\n[... cut ...]\n" + tail);
    }

    private Optional<String> read(String file) {
        try {
            byte[] bytes = Files.readAllBytes(directory.resolve(file));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
    }

    private void remove(String file) {
        try {
            Files.deleteIfExists(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
    }
}
