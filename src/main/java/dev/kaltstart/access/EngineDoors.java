package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/** Access to the engine's REST interface and its pages, and the changes allowed there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class EngineDoors {

    private static final String DATA = "/camunda/api/engine/engine/*";

    @Bean
    @Order(4)
    SecurityFilterChain engineRestDoor(HttpSecurity http) throws Exception {
        http.securityMatcher(Door.any("/engine-rest/**"));
        return Door.people(http, Doors.API_POLICY)
                .authorizeHttpRequests(to -> Door.opened(to)
                        .requestMatchers(Door.reading("/engine-rest/**"), EngineWrites.queries("/engine-rest"))
                        .access(Door.READERS)
                        .requestMatchers(EngineWrites.tasks("/engine-rest"))
                        .access(Door.WORKERS)
                        .requestMatchers(EngineWrites.retries("/engine-rest"))
                        .access(Door.OPERATORS)
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(no -> no.accessDeniedHandler(AccessRefusal.READ_ONLY))
                .build();
    }

    /** The page that makes the first administrator: there is one already when the port opens. */
    @Bean
    @Order(5)
    SecurityFilterChain firstAdministratorDoor(HttpSecurity http) throws Exception {
        http.securityMatcher(Door.any(
                "/camunda/app/admin/setup/**", "/camunda/app/admin/*/setup/**", "/camunda/api/admin/setup/**"));
        return Door.stateless(http)
                .authorizeHttpRequests(to -> to.anyRequest().denyAll())
                .exceptionHandling(no -> no.authenticationEntryPoint(AccessRefusal.NOT_HERE))
                .build();
    }

    /** The engine's pages have a login of their own, and their own protection against other sites. */
    @Bean
    @Order(6)
    SecurityFilterChain engineDataDoor(HttpSecurity http, People people) throws Exception {
        http.securityMatcher(Door.any("/camunda/api/**"));
        return pages(http, people);
    }

    @Bean
    @Order(7)
    SecurityFilterChain enginePagesDoor(HttpSecurity http, People people) throws Exception {
        http.securityMatcher(Door.any("/camunda/**"));
        // lets browsers cache a megabyte of scripts
        http.headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable));
        return pages(http, people);
    }

    private static SecurityFilterChain pages(HttpSecurity http, People people) throws Exception {
        return Door.stateless(http)
                // a forged login is a change, too
                .addFilterBefore(new SameSite(), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(to -> to.requestMatchers(EngineWrites.tasks(DATA))
                        .access(new PageRoles(people, People.OPERATORS, People.APPROVERS, People.ADMINISTRATORS))
                        .requestMatchers(EngineWrites.retries(DATA))
                        .access(new PageRoles(people, People.OPERATORS, People.ADMINISTRATORS))
                        .requestMatchers(
                                Door.reading("/camunda/**"),
                                EngineWrites.queries(DATA),
                                EngineWrites.pages(DATA),
                                Door.posting("/camunda/api/admin/auth/**"),
                                Door.posting("/camunda/api/cockpit/plugin/**"))
                        .permitAll()
                        .requestMatchers(EngineWrites.administration(DATA))
                        .access(new PageRoles(people, People.ADMINISTRATORS))
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(no -> no.authenticationEntryPoint(AccessRefusal.READ_ONLY))
                .build();
    }
}
