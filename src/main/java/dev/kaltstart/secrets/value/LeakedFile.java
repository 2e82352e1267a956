package dev.kaltstart.secrets.value;

import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A file as it leaked and as it is now, encrypted, on disk for sops. Removed when closed.
 *
 * @param old null when the clone has no such version
 * @param present null when the branch has no such file any more
 */
record LeakedFile(@Nullable Path old, @Nullable Path present) implements AutoCloseable {

    /** sops takes the format from the name. */
    private static final Pattern FORMAT = Pattern.compile("(?i).*\\.(yaml|yml|json|env|ini)");

    /** @param directory plain name, for one credential only */
    static LeakedFile of(RecoveryClone clone, String file, CommitId leaked, CommitId head, String directory) {
        Matcher format = FORMAT.matcher(file);
        String ending = format.matches() ? "." + format.group(1).toLowerCase(Locale.ROOT) : "";
        return new LeakedFile(
                clone.write(leaked, file, directory, "old" + ending).orElse(null),
                clone.write(head, file, directory, "new" + ending).orElse(null));
    }

    Optional<byte[]> before() {
        return bytes(old);
    }

    Optional<byte[]> after() {
        return bytes(present);
    }

    Optional<String> beforeName() {
        return Optional.ofNullable(old).map(Path::toString);
    }

    Optional<String> afterName() {
        return Optional.ofNullable(present).map(Path::toString);
    }

    /** As it leaked. */
    Optional<Path> oldFile() {
        return Optional.ofNullable(old);
    }

    Optional<Path> directory() {
        return Optional.ofNullable(old == null ? present : old).map(Path::getParent);
    }

    private static Optional<byte[]> bytes(@Nullable Path file) {
        try {
            return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public void close() {
        directory().ifPresent(directory -> {
            try {
                FileSystemUtils.deleteRecursively(directory);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + directory, e);
            }
        });
    }
}
