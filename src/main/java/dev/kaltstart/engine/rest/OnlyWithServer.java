package dev.kaltstart.engine.rest;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves the engine's REST interface and pages out where there is no server: without one they fail the start. */
class OnlyWithServer implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Set<String> NEED_A_SERVER = Set.of(
            "org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration",
            "org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration");

    private boolean server = true;

    @Override
    public void setEnvironment(Environment environment) {
        server = !"none".equalsIgnoreCase(environment.getProperty("spring.main.web-application-type"));
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        var matches = new boolean[names.length];
        Arrays.fill(matches, true);
        for (int n = 0; n < names.length; n++) {
            String name = names[n];
            matches[n] = server || name == null || !NEED_A_SERVER.contains(name);
        }
        return matches;
    }
}
