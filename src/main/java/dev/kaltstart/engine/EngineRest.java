package dev.kaltstart.engine;

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
}
