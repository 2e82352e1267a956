package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a sender in that shows the alert token. */
class AlertBearer extends OncePerRequestFilter {

    static final String SENDER = People.ALERT_SENDER;

    private static final String SCHEME = "Bearer ";

    private final AlertToken token;

    AlertBearer(AlertToken token) {
        this.token = token;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.is(header.substring(SCHEME.length()).strip())) {
            letIn();
        }
        chain.doFilter(request, response);
    }

    static void letIn() {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                SENDER, null, List.of(new SimpleGrantedAuthority(SENDER))));
        SecurityContextHolder.setContext(context);
    }
}
