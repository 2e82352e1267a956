package dev.kaltstart.engine.rest;

import dev.kaltstart.engine.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Passes the caller's name to the engine. Without a name the engine skips its authorization checks, so an anonymous
 * request is refused.
 */
class EngineRestIdentity extends OncePerRequestFilter {

    private final IdentityService identity;
    private final People people;

    EngineRestIdentity(IdentityService identity, People people) {
        this.identity = identity;
        this.people = people;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String person = request.getRemoteUser();
        if (person == null) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        identity.setAuthentication(person, List.copyOf(people.groups(person)));
        try {
            chain.doFilter(request, response);
        } finally {
            identity.clearAuthentication();
        }
    }
}
