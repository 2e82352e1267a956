package dev.kaltstart.alert;

import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.engine.Decisions;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.shell.Redaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The alert module with stand-ins for its dependencies. */
@ComponentScan({"dev.kaltstart.alert", "dev.kaltstart.api"})
@Import(Redaction.class)
class AlertSlice {

    @Bean
    StoppedClock clock() {
        return new StoppedClock();
    }

    @Bean
    ProtectedClusters clusters() {
        return new ProtectedClusters();
    }

    @Bean
    RecordedRecoveries recoveries(JdbcClient database) {
        return new RecordedRecoveries(database);
    }

    @Bean
    Processes processes() {
        return new DeployedScenarios();
    }

    @Bean
    Decisions decisions() {
        return new TriageTable();
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }
}
