package dev.kaltstart.engine.people;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.springframework.modulith.NamedInterface;

/** The logged-in user of the engine's own pages, which keep their session apart from the server's login. */
@NamedInterface("people")
public final class PageVisitor {

    private PageVisitor() {}

    /** Empty when no session says so. */
    public static Optional<String> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .map(AuthenticationUtil::getAuthsFromSession)
                .flatMap(logins -> logins.getAuthentications().stream().findFirst())
                .map(login -> login.getIdentityId());
    }
}
