package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Settings shared by the access rules. */
final class Door {

    static final AuthorizationManager<RequestAuthorizationContext> OPERATORS =
            AuthorityAuthorizationManager.hasAnyAuthority(People.OPERATORS, People.ADMINISTRATORS);

    static final AuthorizationManager<RequestAuthorizationContext> APPROVERS =
            AuthorityAuthorizationManager.hasAnyAuthority(People.APPROVERS, People.ADMINISTRATORS);

    /** Whom some task may be for. */
    static final AuthorizationManager<RequestAuthorizationContext> WORKERS =
            AuthorityAuthorizationManager.hasAnyAuthority(People.OPERATORS, People.APPROVERS, People.ADMINISTRATORS);

    /** Also for queries that are sent. */
    static final AuthorizationManager<RequestAuthorizationContext> READERS =
            AuthorityAuthorizationManager.hasAnyAuthority(
                    People.OPERATORS, People.APPROVERS, People.OBSERVERS, People.ADMINISTRATORS);

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** The default for new addresses: operators may change, the others only read. */
    static final AuthorizationManager<RequestAuthorizationContext> READ_OR_OPERATE = (visitor, context) ->
            (READING.contains(context.getRequest().getMethod()) ? READERS : OPERATORS).check(visitor, context);

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    private Door() {}

    /** A door for people with a name and a password. */
    static HttpSecurity people(HttpSecurity http, String contentPolicy) throws Exception {
        return stateless(http)
                .addFilterBefore(new SameSite(), BasicAuthenticationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentPolicy)))
                .httpBasic(basic -> basic.authenticationEntryPoint(AccessRefusal.LOG_IN))
                .exceptionHandling(no ->
                        no.authenticationEntryPoint(AccessRefusal.LOG_IN).accessDeniedHandler(AccessRefusal.NOT_YOURS));
    }

    /** No session. Plain HTTP on a laptop is normal, so no HSTS header is sent. */
    static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable)
                        .referrerPolicy(Customizer.withDefaults()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** Later dispatches of an accepted request: its error page, or the rest of a stream. */
    static AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry opened(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry to) {
        return to.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll();
    }

    static RequestMatcher any(String... patterns) {
        return new OrRequestMatcher(
                Arrays.stream(patterns).<RequestMatcher>map(PATHS::matcher).toList());
    }

    static RequestMatcher reading(String pattern) {
        return new OrRequestMatcher(Stream.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
                .<RequestMatcher>map(method -> PATHS.matcher(method, pattern))
                .toList());
    }

    static RequestMatcher posting(String pattern) {
        return PATHS.matcher(HttpMethod.POST, pattern);
    }
}
