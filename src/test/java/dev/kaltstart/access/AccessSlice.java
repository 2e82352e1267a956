package dev.kaltstart.access;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.shell.Redaction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The engine with its pages and its REST interface behind the doors, and nothing that runs models. */
@EnableAutoConfiguration
@ConfigurationPropertiesScan("dev.kaltstart.access")
@ComponentScan("dev.kaltstart.access")
@ComponentScan(
        basePackages = "dev.kaltstart.engine",
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                ".*\\.(CamundaPeople|PasswordHashes|EngineDefence|Grants|TasklistFilters|EngineRest|Drafts)"))
@Import(Redaction.class)
public class AccessSlice {

    @Bean
    StoppedClock clock() {
        return new StoppedClock();
    }
}
