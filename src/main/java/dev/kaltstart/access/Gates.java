package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import java.time.Clock;
import java.util.TreeSet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Filters that run before the access rules. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Gates {

    /** Of the server's 200 threads: the rest stays free for requests that arrive at once. */
    private static final int SLOW_BODIES = 60;

    private static final int STRANGERS = 50;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodies() {
        return server -> server.addEngineValves(new BodyValve());
    }

    @Bean
    WaitingRoom waitingRoom() {
        return new WaitingRoom(SLOW_BODIES);
    }

    @Bean
    FilterRegistrationBean<RefusalLog> refusalLog(People people, Clock clock) {
        return at(1, new RefusalLog(people, clock));
    }

    @Bean
    FilterRegistrationBean<KnownHosts> knownHosts(AccessProperties properties) {
        return at(2, new KnownHosts(new TreeSet<>(properties.hosts())));
    }

    @Bean
    FilterRegistrationBean<BodyGate> bodyGate(WaitingRoom room) {
        return at(3, new BodyGate(room));
    }

    @Bean
    FilterRegistrationBean<PageGate> pageGate() {
        FilterRegistrationBean<PageGate> gate = at(4, new PageGate(STRANGERS));
        gate.addUrlPatterns("/camunda/*");
        return gate;
    }

    @Bean
    FilterRegistrationBean<SlowGuessing> slowGuessing(WrongPasswords wrong, People people) {
        var filter = new FilterRegistrationBean<>(new SlowGuessing(wrong, people));
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
        return filter;
    }

    private static <F extends OncePerRequestFilter> FilterRegistrationBean<F> at(int place, F filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }
}
