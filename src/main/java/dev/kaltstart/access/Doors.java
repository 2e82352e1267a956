package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Access to Kaltstart's own addresses. Requests that match no rule are refused. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Doors {

    private static final String PAGES_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:;"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** A report is a document of its own, with its style inside; a sandbox, because it quotes what people wrote. */
    static final String API_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
            + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";

    /** The only addresses that accept alerts. */
    static final RequestMatcher ALERTS = new OrRequestMatcher(
            Door.posting("/api/alerts/alertmanager"),
            Door.posting("/api/alerts/alertmanager/api/v2/alerts"),
            Door.posting("/api/alerts/flux"));

    @Bean
    @Order(1)
    SecurityFilterChain healthDoor(HttpSecurity http) throws Exception {
        http.securityMatcher(Door.reading("/actuator/health"));
        return Door.stateless(http)
                .authorizeHttpRequests(to -> to.anyRequest().permitAll())
                .build();
    }

    /** Flux may sign its requests instead of sending the token; no other sender can. */
    @Bean
    @Order(1)
    SecurityFilterChain fluxDoor(HttpSecurity http, AlertToken token, AlertSignature signature) throws Exception {
        http.securityMatcher(Door.posting("/api/alerts/flux"));
        return Door.stateless(http)
                .addFilterBefore(new AlertBearer(token), BasicAuthenticationFilter.class)
                .addFilterBefore(new SignedAlerts(signature), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(to -> Door.opened(to).anyRequest().hasAuthority(AlertBearer.SENDER))
                .exceptionHandling(no -> no.authenticationEntryPoint(AccessRefusal.SIGN_OR_SHOW_TOKEN))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain alertsDoor(HttpSecurity http, AlertToken token) throws Exception {
        http.securityMatcher(Door.posting("/api/alerts/**"));
        return Door.stateless(http)
                .addFilterBefore(new AlertBearer(token), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(to -> Door.opened(to).anyRequest().hasAuthority(AlertBearer.SENDER))
                .exceptionHandling(no -> no.authenticationEntryPoint(AccessRefusal.SHOW_TOKEN))
                .build();
    }

    /** A recovery that leaves, or comes from elsewhere, is a matter for administrators. */
    @Bean
    @Order(2)
    SecurityFilterChain transferDoor(HttpSecurity http) throws Exception {
        http.securityMatcher(Door.any(
                "/api/recoveries/*/export",
                "/api/recoveries/*/hand-over",
                "/api/recoveries/*/take-back",
                "/api/imports"));
        return Door.people(http, API_POLICY)
                .authorizeHttpRequests(to -> Door.opened(to).anyRequest().hasAuthority(People.ADMINISTRATORS))
                .exceptionHandling(no -> no.accessDeniedHandler(AccessRefusal.ADMINISTRATORS))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain apiDoor(HttpSecurity http) throws Exception {
        http.securityMatcher(Door.any("/api/**"));
        return Door.people(http, API_POLICY)
                .authorizeHttpRequests(to -> Door.opened(to)
                        .requestMatchers(Door.posting("/api/recoveries/*/approvals/*/withdraw"))
                        .access(Door.WORKERS)
                        .requestMatchers(Door.posting("/api/drills/*/sign-off"))
                        .access(Door.APPROVERS)
                        .anyRequest()
                        .access(Door.READ_OR_OPERATE))
                .build();
    }

    @Bean
    @Order(8)
    SecurityFilterChain pagesDoor(HttpSecurity http) throws Exception {
        return Door.people(http, PAGES_POLICY)
                // without a referrer, browsers send the origin "null" with our own forms
                .headers(headers -> headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(to -> Door.opened(to)
                        .requestMatchers(Door.posting("/recoveries/*/plans/*/withdraw"))
                        .access(Door.WORKERS)
                        .requestMatchers(Door.posting("/proposals/*/start"), Door.posting("/proposals/*/start/*"))
                        .access(Door.OPERATORS)
                        .requestMatchers(
                                Door.reading("/"),
                                Door.reading("/clusters/*"),
                                Door.reading("/recoveries/*"),
                                Door.reading("/recoveries/*/plans/*"),
                                Door.reading("/kaltstart.css"))
                        .access(Door.READ_OR_OPERATE)
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(no -> no.accessDeniedHandler(AccessRefusal.NOT_HERE))
                .build();
    }
}
