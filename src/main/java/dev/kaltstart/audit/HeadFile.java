package dev.kaltstart.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of the chain's head outside the database: an attacker with access to the database only cannot cut off the end
 * or replace the chain unnoticed. Written after the commit, so it may be behind, but never ahead.
 */
final class HeadFile {

    static final String NAME = "audit.head";

    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\\R?");

    private final Path file;

    HeadFile(Path home) {
        this.file = home.resolve(NAME);
    }

    /** @throws Unreadable when it has other content */
    Optional<ChainHead> read() {
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            Matcher content = CONTENT.matcher(Files.readString(file));
            if (!content.matches()) {
                throw new Unreadable(file + " was not written by Kaltstart");
            }
            return Optional.of(new ChainHead(Long.parseLong(content.group(1)), content.group(2)));
        } catch (IOException e) {
            throw new Unreadable("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Atomic, also on power failure. */
    void write(ChainHead head) {
        Path next = file.resolveSibling(NAME + ".next");
        try {
            Files.deleteIfExists(next);
            try (var out = FileChannel.open(
                    next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(next))) {
                out.write(ByteBuffer.wrap(
                        (head.events() + " " + head.hash() + "\n").getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path next) throws IOException {
        boolean posix = Files.getFileStore(next.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }
    }
}
