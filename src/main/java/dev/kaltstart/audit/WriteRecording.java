package dev.kaltstart.audit;

import dev.kaltstart.engine.WorkOrigins;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class WriteRecording {

    /** Right behind access control, before the engine's own filters. */
    @Bean
    FilterRegistrationBean<RecordedWrites> recordedWrites(AuditChain chain, WorkOrigins origins, Clock clock) {
        var filter = new FilterRegistrationBean<>(new RecordedWrites(chain, origins, clock));
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }
}
