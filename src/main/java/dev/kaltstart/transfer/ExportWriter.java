package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the manifest and the entries of an export, then the mandatory end mark with the checksum of each entry, in
 * order.
 */
final class ExportWriter {

    static final String MANIFEST = "manifest.json";
    static final String ROWS = "rows/";
    static final String SPOOL = "spool/";
    static final String TWIN = "twin/";
    static final String END = "end.json";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(written, StandardCharsets.UTF_8);
    private final Map<String, String> checksums = new LinkedHashMap<>();
    private final ObjectMapper json;

    ExportWriter(ObjectMapper json) {
        this.json = json;
    }

    void put(String name, byte[] content) {
        try {
            entry(name, content);
            checksums.put(name, Checksum.of(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(String name, Object document) {
        put(name, bytes(document));
    }

    /** @param key empty: the export is not sealed */
    byte[] end(Optional<byte[]> key) {
        zip.setComment(Seal.room());
        try (OutputStream closing = zip) {
            entry(END, bytes(checksums));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] whole = written.toByteArray();
        return key.map(secret -> Seal.set(whole, secret)).orElse(whole);
    }

    private byte[] bytes(Object document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void entry(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
