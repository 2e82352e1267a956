package dev.kaltstart.audit;

import dev.kaltstart.engine.WorkOrigins;
import dev.kaltstart.engine.people.PageVisitor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Records changes made over HTTP, in Tasklist, Cockpit and Admin, the engine's REST interface and Kaltstart's own API,
 * with the address but without the request body. It runs behind access control, so refused requests are not recorded;
 * neither are queries sent by POST.
 */
class RecordedWrites extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedWrites.class);

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final Pattern QUERY = Pattern.compile("(?:/engine-rest|/camunda/api/engine/engine/[^/]+)/"
            + "(?:(?:task|process-instance|execution|variable-instance|external-task|job|history/[a-z-]+)(?:/count)?"
            + "|filter/[^/]+/(?:list|count|singleResult)|identity/password-policy)"
            + "|/camunda/api/cockpit/plugin/.*");

    /** Downloading a complete recovery is recorded, although it only reads. */
    private static final Pattern EXPORT = Pattern.compile("/api/recoveries/[^/]+/export");

    private static final Pattern WORK = Pattern.compile("(?:/engine-rest|/camunda/api/engine/engine/[^/]+)/"
            + "(task|external-task|job)/([^/]+)/.*|(?:/api)?/(recoveries)/([^/]+)/.*");

    private final AuditChain chain;
    private final WorkOrigins origins;
    private final Clock clock;

    RecordedWrites(AuditChain chain, WorkOrigins origins, Clock clock) {
        this.chain = chain;
        this.origins = origins;
        this.clock = clock;
    }

    /** Alerts have their own inbox, and come in storms. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = path(request);
        if (READING.contains(request.getMethod())) {
            return !EXPORT.matcher(path).matches();
        }
        boolean query =
                request.getMethod().equals("POST") && QUERY.matcher(path).matches();
        return query || path.startsWith("/api/alerts/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws ServletException, IOException {
        String path = path(request);
        // a finished job no longer exists, and after a logout there is no user
        Optional<String> recovery = recovery(path);
        Optional<String> before = person(request);
        next.doFilter(request, response);
        if (response.getStatus() < HttpStatus.BAD_REQUEST.value()) {
            String person = before.or(() -> person(request)).orElse(null);
            write(request, path + " (" + response.getStatus() + ")", recovery.orElse(null), person);
        }
    }

    private void write(HttpServletRequest request, String message, @Nullable String recovery, @Nullable String person) {
        try {
            chain.record(AuditEvent.of(clock.instant(), "request", recovery, request.getMethod() + " " + message)
                    .by(person, AuditTrail.origin(request)));
        } catch (RuntimeException e) {
            LOG.error("{} is not in the audit chain: {}", request.getMethod(), e.getMessage(), e);
        }
    }

    private Optional<String> recovery(String path) {
        var work = WORK.matcher(path);
        if (!work.matches()) {
            return Optional.empty();
        }
        return work.group(1) == null ? Optional.of(work.group(4)) : origins.recovery(work.group(1), work.group(2));
    }

    private static Optional<String> person(HttpServletRequest request) {
        return Optional.ofNullable(request.getRemoteUser()).or(() -> PageVisitor.of(request));
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
