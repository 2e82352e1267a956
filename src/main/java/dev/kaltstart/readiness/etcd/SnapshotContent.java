package dev.kaltstart.readiness.etcd;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * What a file that should be a snapshot of etcd is.
 *
 * @param sha256 of the whole file, in hexadecimal digits
 * @param complete it ends with the checksum of what is before it, as etcd and talosctl write it
 */
record SnapshotContent(long size, String sha256, boolean complete) {

    /** A database has whole pages, and the checksum follows (src: etcd-io/etcd:etcdutl/snapshot/v3_snapshot.go). */
    private static final int PAGE = 512;

    private static final int CHECKSUM = 32;
    private static final int BUFFER = 1 << 16;

    /** Reads the file once. A link is not followed. */
    static SnapshotContent read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                var in = new DataInputStream(Channels.newInputStream(channel))) {
            long size = channel.size();
            MessageDigest whole = digest();
            MessageDigest body = digest();
            var buffer = new byte[BUFFER];
            for (long left = Math.max(0, size - CHECKSUM); left > 0; ) {
                int length = (int) Math.min(buffer.length, left);
                in.readFully(buffer, 0, length);
                whole.update(buffer, 0, length);
                body.update(buffer, 0, length);
                left -= length;
            }
            byte[] end = in.readNBytes(CHECKSUM);
            whole.update(end);
            boolean complete = size > CHECKSUM && size % PAGE == CHECKSUM && Arrays.equals(end, body.digest());
            return new SnapshotContent(size, HexFormat.of().formatHex(whole.digest()), complete);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
