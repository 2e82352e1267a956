package dev.kaltstart.engine.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A request whose body has been read, and can be read once more. */
final class CachedBody extends HttpServletRequestWrapper {

    private static final int LONGEST = 1024 * 1024;

    private final byte[] body;

    private CachedBody(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    static CachedBody of(HttpServletRequest request) throws IOException {
        return new CachedBody(request, request.getInputStream().readNBytes(LONGEST + 1));
    }

    /** Decoded, as the engine will see it: an address has many spellings. */
    static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    boolean tooLong() {
        return body.length > LONGEST;
    }

    byte[] body() {
        return body.clone();
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() {
        var bytes = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("this is read at once");
            }
        };
    }
}
