package dev.kaltstart.access;

import dev.kaltstart.api.SlowBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * In front of everything that may read a body: it is of known length, it is no form, which the server would read by
 * itself as soon as a parameter is requested, and reading it is limited in time.
 */
class BodyGate extends OncePerRequestFilter {

    private final WaitingRoom room;

    BodyGate(WaitingRoom room) {
        this.room = room;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader("Transfer-Encoding") != null) {
            AccessRefusal.NO_LENGTH.send(response);
        } else if (request.getContentLengthLong() <= 0) {
            chain.doFilter(request, response);
        } else if (isForm(request.getContentType()) && !LoginForm.MATCHER.matches(request)) {
            AccessRefusal.NO_FORMS.send(response);
        } else {
            pass(request, response, chain);
        }
    }

    private static boolean isForm(@Nullable String type) {
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT).strip();
        return kind.startsWith("application/x-www-form-urlencoded") || kind.startsWith("multipart/");
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var patient = new Patient(request);
        try {
            chain.doFilter(patient, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (!isSlow(e)) {
                throw e;
            }
            // the server also reports "committed" when the client has disconnected
            if (!response.isCommitted()) {
                response.reset();
                AccessRefusal.TOO_SLOW.send(response);
            }
        } finally {
            patient.leave();
        }
    }

    private static boolean isSlow(@Nullable Throwable failure) {
        return failure != null && (failure instanceof SlowBody || isSlow(failure.getCause()));
    }

    private final class Patient extends HttpServletRequestWrapper {

        private @Nullable PatientBody body;

        Patient(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (!(getAttribute(BodyArrival.ATTRIBUTE) instanceof BodyArrival arrival)) {
                return super.getInputStream();
            }
            if (body == null) {
                body = new PatientBody(super.getInputStream(), arrival, room, getContentLengthLong());
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        void leave() {
            if (body != null) {
                body.leave();
            }
        }
    }
}
