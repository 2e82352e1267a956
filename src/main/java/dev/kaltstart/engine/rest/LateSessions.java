package dev.kaltstart.engine.rest;

import dev.kaltstart.engine.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps no session for the engine's pages before a login, and none after that person was removed, left a
 * group, got another password, or half a day has passed. Before there is a session, the token against other sites' pages
 * is compared with its cookie, which only a page from here can read.
 */
class LateSessions extends OncePerRequestFilter {

    static final Duration LONGEST = Duration.ofHours(12);

    private static final String TOKEN = "CAMUNDA_CSRF_TOKEN";
    private static final String TOKEN_COOKIE = "XSRF-TOKEN";
    private static final Pattern TOKEN_SHAPE = Pattern.compile("[0-9A-F]{32}");
    private static final Pattern READING = Pattern.compile("GET|HEAD|OPTIONS");
    private static final String MARK = LateSessions.class.getName() + ".mark";
    private static final String GROUPS = LateSessions.class.getName() + ".groups";

    private static final String BEGUN = LateSessions.class.getName() + ".begun";

    private final People people;
    private final Clock clock;

    LateSessions(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null && !lives(session)) {
            session.invalidate();
        }
        chain.doFilter(new LateRequest(request), request.isSecure() ? new SecureCookies(response) : response);
    }

    private boolean lives(HttpSession session) {
        Optional<String> user = user(session);
        return user.isPresent()
                && session.getAttribute(BEGUN) instanceof Long begun
                && clock.millis() - begun < LONGEST.toMillis()
                && people.passwordMark(user.get()).equals(Optional.ofNullable(session.getAttribute(MARK)))
                && session.getAttribute(GROUPS) instanceof Set<?> groups
                && people.groups(user.get()).containsAll(groups);
    }

    private static Optional<String> user(HttpSession session) {
        return session.getAttribute(LateSession.PEOPLE) instanceof Authentications known
                ? user(known)
                : Optional.empty();
    }

    private static Optional<String> user(Authentications known) {
        return known.getAuthentications().stream().findFirst().map(UserAuthentication::getIdentityId);
    }

    private HttpSession begin(HttpServletRequest request, Authentications known) {
        String user = user(known).orElseThrow();
        HttpSession session = request.getSession(true);
        session.setAttribute(BEGUN, clock.millis());
        session.setAttribute(MARK, people.passwordMark(user).orElse(null));
        session.setAttribute(GROUPS, people.groups(user));
        return session;
    }

    private final class LateRequest extends HttpServletRequestWrapper {

        private final HttpServletRequest outer;
        private @Nullable LateSession late;

        LateRequest(HttpServletRequest request) {
            super(request);
            this.outer = request;
        }

        @Override
        public HttpSession getSession() {
            return getSession(true);
        }

        // the contract of the servlet API, which has no annotations
        @SuppressWarnings("NullAway")
        @Override
        public HttpSession getSession(boolean create) {
            if (late != null && !late.over()) {
                return late;
            }
            HttpSession kept = outer.getSession(false);
            if (kept != null || !create) {
                return kept;
            }
            late = new LateSession(outer, known -> begin(outer, known), clock.millis());
            if (!READING.matcher(getMethod()).matches()) {
                token().ifPresent(value -> late.setAttribute(TOKEN, value));
            }
            return late;
        }

        private Optional<String> token() {
            Cookie[] cookies = getCookies();
            return cookies == null
                    ? Optional.empty()
                    : Arrays.stream(cookies)
                            .filter(cookie -> cookie.getName().equals(TOKEN_COOKIE))
                            .map(Cookie::getValue)
                            .filter(value -> TOKEN_SHAPE.matcher(value).matches())
                            .findFirst();
        }
    }

    /** The engine writes the cookie with its token itself. */
    private static final class SecureCookies extends HttpServletResponseWrapper {

        SecureCookies(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            super.addHeader(name, secured(name, value));
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, secured(name, value));
        }

        private static String secured(String name, String value) {
            return name.equalsIgnoreCase("Set-Cookie") && !value.contains(";Secure") && !value.contains("; Secure")
                    ? value + "; Secure"
                    : value;
        }
    }
}
