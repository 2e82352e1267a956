package dev.kaltstart.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes an address wait that has shown too many wrong passwords, at Kaltstart's pages and at the engine's. Alerts are
 * not held up: their token cannot be guessed, and a sender drops what is answered with 429.
 */
class SlowGuessing extends OncePerRequestFilter {

    private final WrongPasswords wrong;

    SlowGuessing(WrongPasswords wrong) {
        this.wrong = wrong;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !loggingIn(request) || request.getRequestURI().startsWith("/api/alerts/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRemoteAddr();
        if (wrong.tooMany(address)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(WrongPasswords.PAUSE.toSeconds()));
            Refusal.TOO_MANY.send(response);
            return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
            wrong.add(address);
        }
    }

    private static boolean loggingIn(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getRequestURI().startsWith("/camunda/api/admin/auth/");
    }
}
