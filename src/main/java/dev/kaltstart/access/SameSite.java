package dev.kaltstart.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A browser sends a remembered password along whoever asks it to, so another site's page could act in a person's name.
 * Browsers say where a request comes from; scripts do not, and need not.
 */
class SameSite extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod()) || fromHere(request)) {
            chain.doFilter(request, response);
        } else {
            Refusal.OTHER_SITE.send(response);
        }
    }

    private static boolean fromHere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isHere(authority(origin), request.getHeader(HttpHeaders.HOST));
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
