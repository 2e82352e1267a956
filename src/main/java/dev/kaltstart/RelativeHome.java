package dev.kaltstart;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The home may be a relative path. The embedded database refuses one that does not begin with a dot, so it is resolved. */
final class RelativeHome implements EnvironmentPostProcessor, Ordered {

    private static final String HOME = "kaltstart.home";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String home = environment.getProperty(HOME);
        if (home != null && !home.startsWith("./") && !home.startsWith("../")) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("resolved home", Map.of(HOME, resolved(home))));
        }
    }

    private static String resolved(String home) {
        try {
            // set to nothing is not set; it would be the root for the database, and the working directory for the rest
            return home.isBlank()
                    ? "./kaltstart-home"
                    : Path.of(home).toAbsolutePath().toString();
        } catch (InvalidPathException e) {
            return home;
        }
    }

    /** After the files are read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
