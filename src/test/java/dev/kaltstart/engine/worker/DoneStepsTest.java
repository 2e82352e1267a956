package dev.kaltstart.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Subject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@SuppressWarnings("NullAway.Init")
class DoneStepsTest {

    private final StoppedClock clock = new StoppedClock();
    private StepExecutions executions;

    @BeforeEach
    void anEmptyDatabase() {
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        executions = new StepExecutions(JdbcClient.create(database), clock);
    }

    @Test
    void areThoseOfTheStepAndTheRecoveriesInTheirOrder() {
        done("e1", "r1", "office");
        done("e2", "r2", "media");
        done("e3", "r1", "office");
        done("e4", "r3", "other");
        begin("e5", "r1", "office", "restoreVolumes");
        begin("e6", "r1", "office", "proveData");
        executions.done("e6", "read", List.of());

        var done = executions.done("restoreVolumes", List.of("r1", "r2", "none"));

        assertThat(done.keySet()).containsExactlyInAnyOrder("r1", "r2");
        assertThat(done.get("r1")).extracting("id").containsExactly("e1", "e3");
        assertThat(done.getOrDefault("r1", List.of()).get(0).measured())
                .containsExactly(Measurement.count("volumesRestored", 1));
        assertThat(executions.done("restoreVolumes", List.of())).isEmpty();
    }

    private void done(String id, String recovery, String namespace) {
        begin(id, recovery, namespace, "restoreVolumes");
        executions.done(id, "restored", List.of(Measurement.count("volumesRestored", 1)));
    }

    private void begin(String id, String recovery, String namespace, String step) {
        clock.pass(Duration.ofSeconds(1));
        executions.begin(
                id, recovery, new Subject.OfNamespace(namespace), "restore-namespace", step, step, clock.instant());
    }
}
