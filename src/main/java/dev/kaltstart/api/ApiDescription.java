package dev.kaltstart.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiDescription {

    @Bean
    OpenAPI description(ObjectProvider<BuildProperties> build) {
        BuildProperties made = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Kaltstart")
                        .version(made == null ? "development" : made.getVersion())
                        .description(
                                "Starts recoveries and reports their state. Errors are problem documents (RFC 9457)."));
    }
}
