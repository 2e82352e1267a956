package dev.kaltstart;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Settings come from the jar, the environment and the command line. Spring would also read application.yaml, .properties
 * and config/ in the working directory, where Kaltstart is often started inside of a repository: anyone who can commit
 * a file there could choose the password, or the driver of the database.
 */
final class NamedPlaces implements EnvironmentPostProcessor, Ordered {

    private static final String LOCATION = "spring.config.location";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("places of settings", Map.of(LOCATION, "classpath:/")));
    }

    /** Before the files are read. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
