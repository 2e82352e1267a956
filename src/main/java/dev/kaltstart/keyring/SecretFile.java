package dev.kaltstart.keyring;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A secret on disk, complete or absent. Links are never followed: they may lead out of the home. */
final class SecretFile {

    static final String UNFINISHED = ".unfinished";

    private SecretFile() {}

    static void directory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(rights("rwx------")));
            sync(directory.resolveSibling("."));
        } catch (FileAlreadyExistsException e) {
            ours(directory);
            Files.setPosixFilePermissions(directory, rights("rwx------"));
        }
    }

    static Optional<String> read(Path file) throws IOException {
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        ours(file.resolveSibling(".").normalize());
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the whole buffer is written
            }
            return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        }
    }

    static void write(Path file, String secret) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (var channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(rights("rw-------")))) {
            fill(channel, ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."));
    }

    /** Makes a file complete that a program has written. */
    static void keep(Path unfinished, Path file) throws IOException {
        Files.setPosixFilePermissions(unfinished, rights("rw-------"));
        try (var channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))) {
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."));
    }

    /** Wipes one file, if there is one. */
    static void discard(Path file) throws IOException {
        if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            overwrite(file);
        }
        Files.deleteIfExists(file);
    }

    /** Every file in a directory, including unfinished ones. */
    static void wipe(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            Files.delete(directory);
            return;
        }
        for (String name : names(directory)) {
            discard(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
    }

    static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, NOFOLLOW_LINKS))) {
            fill(channel, ByteBuffer.allocate(Math.toIntExact(channel.size())));
        }
    }

    private static void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static void ours(Path directory) throws IOException {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new FileSystemException(directory.toString(), null, "not a directory");
        }
    }

    private static Set<PosixFilePermission> rights(String text) {
        return PosixFilePermissions.fromString(text);
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
