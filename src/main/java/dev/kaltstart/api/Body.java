package dev.kaltstart.api;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;

/** Reads a request body up to the size limit. */
public final class Body {

    /** In bytes, before and after decompression: a few kilobytes of gzip can hold a gigabyte. */
    public static final int LIMIT = 1024 * 1024;

    private Body() {}

    /** @throws Unreadable when the body is too large, or its encoding is not supported */
    public static byte[] read(HttpInputMessage message) throws IOException {
        byte[] sent = limited(message.getBody());
        String encoding = message.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return sent;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return decoded(sent);
        }
        var refusal = new Unreadable(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported-encoding",
                "The body must be plain or encoded with gzip.",
                sent);
        refusal.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "gzip");
        throw refusal;
    }

    private static byte[] decoded(byte[] sent) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return limited(gzip);
        } catch (ZipException | EOFException e) {
            throw new Unreadable(HttpStatus.BAD_REQUEST, "malformed-body", "The body is not valid gzip.", sent);
        }
    }

    private static byte[] limited(InputStream body) throws IOException {
        byte[] start = body.readNBytes(LIMIT + 1);
        if (start.length > LIMIT) {
            throw new Unreadable(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "body-too-large",
                    "The body must not be larger than 1 MiB after decompression.",
                    start);
        }
        return start;
    }

    /** A body that could not be read completely. */
    public static final class Unreadable extends Problem {

        private final transient byte[] seen;

        private Unreadable(HttpStatus status, String name, String detail, byte[] seen) {
            super(status, name, detail);
            this.seen = seen;
        }

        /** The bytes read so far. */
        public byte[] seen() {
            return seen.clone();
        }
    }
}
