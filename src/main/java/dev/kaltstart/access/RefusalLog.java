package dev.kaltstart.access;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.engine.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs each refused request: user, address, path. Rate-limited, because strangers can cause refusals. Unknown user names
 * are not logged: people type their password into the wrong field.
 */
class RefusalLog extends OncePerRequestFilter {

    static final int LINES = 60;

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final String CLAIMED = RefusalLog.class.getName() + ".claimed";
    private static final Set<Integer> LOGGED = Set.of(400, 403, 408, 411, 413, 415, 429);
    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_NAME = 64;

    private final People people;
    private final Clock clock;
    private Instant windowEnd = Instant.MIN;
    private int lines;
    private int withheld;

    RefusalLog(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /** Notes the user name of a login attempt. */
    static void claims(HttpServletRequest request, String user) {
        request.setAttribute(CLAIMED, user);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOdd(request)) {
            AccessRefusal.ODD_ADDRESS.send(response);
        } else {
            pass(request, response, chain);
        }
        if (isLogged(request, response.getStatus()) && mayWrite()) {
            log.warn(
                    "refused with {}: {} {}, {} from {}",
                    response.getStatus(),
                    ControlCharacters.text(request.getMethod(), LONGEST_NAME),
                    ControlCharacters.text(request.getRequestURI(), LONGEST_PATH),
                    who(request),
                    request.getRemoteAddr());
        }
    }

    /** Spring compares the path as it was written with that of the servlet, and fails with a page of its own in the log. */
    private static boolean isOdd(HttpServletRequest request) {
        if (request.getHttpServletMapping().getMappingMatch() != MappingMatch.PATH) {
            return false;
        }
        String servlet = request.getServletPath();
        String written = request.getRequestURI();
        return !written.startsWith(servlet)
                || written.length() > servlet.length() && written.charAt(servlet.length()) != '/';
    }

    private static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RequestRejectedException e) {
            // another way to write it oddly; the server would fill a page of the log, too
            if (!response.isCommitted()) {
                response.reset();
                AccessRefusal.ODD_ADDRESS.send(response);
            }
        }
    }

    /** A request without credentials is asked for them, which is not logged; wrong credentials are. */
    private static boolean isLogged(HttpServletRequest request, int status) {
        return LOGGED.contains(status)
                || status == HttpServletResponse.SC_UNAUTHORIZED
                        && (request.getHeader(HttpHeaders.AUTHORIZATION) != null
                                || request.getHeader(SignedAlerts.SIGNATURE) != null
                                || request.getAttribute(CLAIMED) != null);
    }

    private String who(HttpServletRequest request) {
        if (!(request.getAttribute(CLAIMED) instanceof String user)) {
            return "no name";
        }
        return people.exists(user) ? "user " + ControlCharacters.text(user, LONGEST_NAME) : "an unknown user";
    }

    private synchronized boolean mayWrite() {
        Instant now = clock.instant();
        if (now.isAfter(windowEnd)) {
            if (withheld > 0) {
                log.warn("refused {} more requests, of which nothing was written", withheld);
            }
            windowEnd = now.plus(WINDOW);
            lines = 0;
            withheld = 0;
        }
        if (lines < LINES) {
            lines++;
            return true;
        }
        withheld++;
        return false;
    }
}
