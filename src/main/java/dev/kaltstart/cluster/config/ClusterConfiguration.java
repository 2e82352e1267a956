package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.RecordedModes;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.cluster.SeenNodes;
import dev.kaltstart.shell.Shells;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads kaltstart.yaml when Kaltstart starts. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    ConfiguredClusters clusters(
            Environment environment,
            Shells shells,
            ObjectProvider<Rehearsals> rehearsals,
            ObjectProvider<RecordedModes> modes,
            ObjectProvider<SeenNodes> seen,
            Clock clock) {
        var home = Path.of(environment.getProperty("kaltstart.home", "kaltstart-home"));
        var named = environment.getProperty("kaltstart.config");
        var sources = new ConfigurationSource(named == null ? null : Path.of(named), home, Path.of(""));
        return new ConfiguredClusters(sources.clusters(), shells, rehearsals, modes, seen, clock);
    }
}
