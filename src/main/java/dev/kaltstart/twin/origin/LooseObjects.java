package dev.kaltstart.twin.origin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The objects of a repository that has no packs (gitformat-loose(5)): one file for each, named after its SHA-1. Rules
 * read them constantly, with the lock of the world held; a process for every read would be too slow.
 */
record LooseObjects(Path directory) {

    private static final int LARGEST = 16 * 1024 * 1024;

    /** @param type blob, tree or commit */
    record Entry(String type, byte[] content) {}

    /** @throws Missing when there is no such object */
    Entry read(String id) {
        Path file = file(id);
        try (var stream = new InflaterInputStream(Files.newInputStream(file))) {
            byte[] all = stream.readAllBytes();
            int end = indexOf(all, (byte) 0, 0);
            String header = new String(all, 0, end, StandardCharsets.US_ASCII);
            byte[] content = new byte[all.length - end - 1];
            System.arraycopy(all, end + 1, content, 0, content.length);
            return new Entry(header.split(" ", 2)[0], content);
        } catch (IOException e) {
            throw new Missing(id);
        }
    }

    boolean has(String id) {
        return Files.isRegularFile(file(id));
    }

    /** @return its name; the same object twice is one object */
    String write(String type, byte[] content) {
        byte[] header = (type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(header);
        whole.writeBytes(content);
        String id = name(whole.toByteArray());
        if (!has(id)) {
            store(file(id), whole.toByteArray());
        }
        return id;
    }

    /**
     * Takes an object as another repository has it.
     *
     * @throws IllegalArgumentException when its content is not what it is named after, or too large
     */
    void keep(String id, byte[] deflated) {
        try (var stream = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            byte[] whole = stream.readNBytes(LARGEST + 1);
            if (whole.length > LARGEST || !name(whole).equals(id)) {
                throw new IllegalArgumentException("the object " + id + " is not what it is named after");
            }
            if (!has(id)) {
                store(file(id), whole);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the object " + id + " cannot be read", e);
        }
    }

    private static void store(Path file, byte[] content) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try (var stream = new DeflaterOutputStream(Files.newOutputStream(fresh))) {
                stream.write(content);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(byte[] content) {
        try {
            // what Git names its objects by; nothing secret rests on it
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(String id) {
        return directory.resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    static int indexOf(byte[] bytes, byte wanted, int from) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /** It is not there, or in a pack. */
    static final class Missing extends RuntimeException {
        Missing(String id) {
            super("the repository has no object " + id);
        }
    }
}
