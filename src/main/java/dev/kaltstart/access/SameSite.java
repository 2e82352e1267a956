package dev.kaltstart.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A browser sends a remembered password with every request, so another site's page could act in a person's name.
 * Browsers say where a request comes from; scripts do not, and need not.
 */
class SameSite extends OncePerRequestFilter {

    private static final Set<String> HERE = Set.of("same-origin", "none");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod()) || fromHere(request)) {
            chain.doFilter(request, response);
        } else {
            AccessRefusal.OTHER_SITE.send(response);
        }
    }

    private static boolean fromHere(HttpServletRequest request) {
        List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
        if (!sites.isEmpty() && !HERE.containsAll(sites)) {
            return false;
        }
        List<String> origins = Collections.list(request.getHeaders(HttpHeaders.ORIGIN));
        // a browser sends one; with two it is ambiguous which one counts
        return origins.isEmpty()
                || origins.size() == 1 && isHere(authority(origins.get(0)), request.getHeader(HttpHeaders.HOST));
    }

    private static boolean isHere(@Nullable String authority, @Nullable String host) {
        return authority != null && authority.equalsIgnoreCase(host);
    }

    /** Null for the origin "null", which a sandboxed page has. */
    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
