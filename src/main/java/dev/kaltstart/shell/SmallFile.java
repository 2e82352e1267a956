package dev.kaltstart.shell;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files through plain streams. {@link java.nio.file.Files} closes a file when its thread is interrupted, and the end of
 * a command must be recorded even on a cancelled thread.
 */
final class SmallFile {

    private SmallFile() {}

    /** The whole text; empty when the file does not exist. */
    static Optional<String> read(Path file) {
        try (var in = new FileInputStream(file.toFile())) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void write(Path file, String text) {
        try (var out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
