package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Name and password, as kept by the engine; authorities are the person's groups. */
@Component
class PeopleAuthentication implements AuthenticationProvider {

    private final People people;

    PeopleAuthentication(People people) {
        this.people = people;
    }

    @Override
    public Authentication authenticate(Authentication claim) {
        String user = claim.getName();
        if (!(claim.getCredentials() instanceof String password) || !people.knows(user, password)) {
            throw new BadCredentialsException("wrong name or password");
        }
        var groups =
                people.groups(user).stream().map(SimpleGrantedAuthority::new).toList();
        return UsernamePasswordAuthenticationToken.authenticated(user, null, groups);
    }

    @Override
    public boolean supports(Class<?> claim) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(claim);
    }
}
