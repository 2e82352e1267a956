package dev.kaltstart.engine.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.task.Drafts;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class EngineRest {

    @Bean
    FilterRegistrationBean<EngineRestIdentity> engineRestIdentity(IdentityService identity, People people) {
        var filter = new FilterRegistrationBean<>(new EngineRestIdentity(identity, people));
        filter.addUrlPatterns("/engine-rest/*");
        // behind the security chain, which knows who asks
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<LateSessions> lateSessions(People people, Clock clock) {
        var filter = new FilterRegistrationBean<>(new LateSessions(people, clock));
        filter.addUrlPatterns("/camunda/*");
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineRequests> engineRequests(ObjectMapper json) {
        var filter = new FilterRegistrationBean<>(new EngineRequests(json));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 2);
        return filter;
    }

    @Bean
    FilterRegistrationBean<SecretsStayOut> secretsStayOut(Redaction redaction, ObjectMapper json) {
        var filter = new FilterRegistrationBean<>(new SecretsStayOut(redaction, json));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/engine/*");
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 3);
        return filter;
    }

    @Bean
    FilterRegistrationBean<DraftsOnly> draftsOnly(Drafts drafts, ObjectMapper json) {
        var filter = new FilterRegistrationBean<>(new DraftsOnly(drafts, json));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/engine/*");
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 4);
        return filter;
    }
}
