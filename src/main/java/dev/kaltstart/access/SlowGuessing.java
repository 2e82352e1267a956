package dev.kaltstart.access;

import dev.kaltstart.api.CachedBody;
import dev.kaltstart.engine.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Compares every password that is shown, at Kaltstart's doors and at the login of the engine's pages, before anything
 * else does, and slows those who guess. Senders of alerts show no password: their two doors ask for the token only.
 */
class SlowGuessing extends OncePerRequestFilter {

    private static final String RETRY_SECONDS = "2";

    private final WrongPasswords wrong;
    private final People people;

    SlowGuessing(WrongPasswords wrong, People people) {
        this.wrong = wrong;
        this.people = people;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Doors.ALERTS.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (LoginForm.MATCHER.matches(request)) {
            logIn(request, response, chain);
            return;
        }
        Optional<PasswordClaim> claim = PasswordClaim.of(request);
        if (claim.isEmpty() || isRight(request, response, claim.get(), AccessRefusal.LOG_IN)) {
            chain.doFilter(request, response);
        }
    }

    private void logIn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] form = LoginForm.read(request);
        if (form.length > LoginForm.LONGEST) {
            AccessRefusal.TOO_LARGE.send(response);
            return;
        }
        Optional<PasswordClaim> claim = LoginForm.claim(form);
        if (claim.isEmpty()) {
            AccessRefusal.WRONG_LOGIN.send(response);
        } else if (isRight(request, response, claim.get(), AccessRefusal.WRONG_LOGIN)) {
            chain.doFilter(new CachedBody(request, form), response);
        }
    }

    /** Has answered when it is not. */
    private boolean isRight(
            HttpServletRequest request, HttpServletResponse response, PasswordClaim claim, AccessRefusal refusal)
            throws IOException {
        RefusalLog.claims(request, claim.user());
        if (people.remembers(claim.user(), claim.password())) {
            return true;
        }
        Optional<WrongPasswords.Turn> turn = wrong.turn(request.getRemoteAddr(), claim.user());
        if (turn.isEmpty()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            AccessRefusal.TOO_MANY.send(response);
            return false;
        }
        boolean right;
        try (var compared = turn.get()) {
            right = people.knows(claim.user(), claim.password());
            if (!right) {
                compared.wasWrong();
            }
        }
        if (!right) {
            refusal.send(response);
        }
        return right;
    }
}
