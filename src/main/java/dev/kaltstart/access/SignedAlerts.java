package dev.kaltstart.access;

import dev.kaltstart.api.Body;
import dev.kaltstart.api.CachedBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a sender in that signs the body with the alert token, which does not show the token to anybody on the way. */
class SignedAlerts extends OncePerRequestFilter {

    static final String SIGNATURE = "X-Signature";

    private final AlertSignature signature;

    SignedAlerts(AlertSignature signature) {
        this.signature = signature;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> shown = Collections.list(request.getHeaders(SIGNATURE));
        // with two it is ambiguous which one counts; and the body is not read for an impossible one
        if (shown.size() != 1 || !signature.mayBe(shown.get(0))) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(Body.LIMIT + 1);
        if (body.length > Body.LIMIT) {
            AccessRefusal.TOO_LARGE.send(response);
            return;
        }
        if (signature.is(shown.get(0), body)) {
            AlertBearer.letIn();
        }
        chain.doFilter(new CachedBody(request, body), response);
    }
}
