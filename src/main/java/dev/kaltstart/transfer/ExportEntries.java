package dev.kaltstart.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a zip as a stream, because its directory may not fit into memory. Everything has a limit. */
final class ExportEntries implements AutoCloseable {

    private final ZipInputStream zip;
    private final long mostUnpacked;
    private final byte[] piece = new byte[64 * 1024];
    private long unpacked;
    private int entries;

    ExportEntries(Path file) throws IOException {
        zip = new ZipInputStream(Files.newInputStream(file), StandardCharsets.UTF_8);
        mostUnpacked =
                Math.min(ExportLimits.UNPACKED, Math.max(ExportLimits.SMALL, Files.size(file) * ExportLimits.RATIO));
    }

    ExportedFile.@Nullable ExportEntry next() throws IOException {
        ZipEntry entry = header();
        if (entry == null) {
            return null;
        }
        entries++;
        if (entries > ExportLimits.ENTRIES) {
            throw ExportedFile.unreadable("it has more than " + ExportLimits.ENTRIES + " entries");
        }
        return new Entry(entry.getName());
    }

    private @Nullable ZipEntry header() throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new IOException("a name is not valid text", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Entry implements ExportedFile.ExportEntry {

        private final String name;
        private final MessageDigest digest = Checksum.digest();
        private final InputStream content;

        Entry(String name) {
            this.name = name;
            this.content = new DigestInputStream(new Counting(zip), digest);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public InputStream content() {
            return content;
        }

        @Override
        public byte[] whole(long most) throws IOException {
            byte[] bytes = content.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw tooMuch();
            }
            return bytes;
        }

        @Override
        public void skip(long most) throws IOException {
            long read = 0;
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                read += n;
                if (read > most) {
                    throw tooMuch();
                }
            }
        }

        private TransferRefused tooMuch() {
            return ExportedFile.unreadable("'" + ExportedFile.printable(name) + "' exceeds its size limit");
        }

        @Override
        public String checksum() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** Counts the unpacked bytes of all entries. */
    private final class Counting extends FilterInputStream {

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int read = super.read(bytes, from, most);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public void close() {
            // the next entry is read from the same stream
        }

        private void count(int more) {
            unpacked += more;
            if (unpacked > mostUnpacked) {
                throw ExportedFile.unreadable("it unpacks to more than " + mostUnpacked / 1024 / 1024 + " MiB");
            }
        }
    }
}
