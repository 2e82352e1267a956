package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import dev.kaltstart.engine.people.PageVisitor;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Users of the engine's pages must be in one of these groups. The engine checks its own rights after that. */
class PageRoles implements AuthorizationManager<RequestAuthorizationContext> {

    private final People people;
    private final Set<String> groups;

    PageRoles(People people, String... groups) {
        this.people = people;
        this.groups = Set.of(groups);
    }

    @Override
    public AuthorizationResult authorize(Supplier<Authentication> visitor, RequestAuthorizationContext context) {
        return new AuthorizationDecision(PageVisitor.of(context.getRequest())
                .filter(name -> people.groups(name).stream().anyMatch(groups::contains))
                .isPresent());
    }

    @Override
    public AuthorizationDecision check(Supplier<Authentication> visitor, RequestAuthorizationContext context) {
        return (AuthorizationDecision) authorize(visitor, context);
    }
}
