package dev.kaltstart.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers to its own names only. A page of a stranger can give its name the address of this machine after it was loaded,
 * and a browser then takes it for a page from here. An address cannot be given away like that, so addresses are let in.
 */
class KnownHosts extends OncePerRequestFilter {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names = new TreeSet<>(Set.of("localhost"));

    KnownHosts(Set<String> more) {
        more.forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** No page can show the token of the senders of alerts, so they may call this machine what they like. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Doors.ALERTS.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // the server refuses two of them, and one that differs from the name in the first line
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        if (names.contains(name) || ADDRESS.matcher(name).matches()) {
            chain.doFilter(request, response);
        } else {
            AccessRefusal.UNKNOWN_HOST.send(response);
        }
    }
}
