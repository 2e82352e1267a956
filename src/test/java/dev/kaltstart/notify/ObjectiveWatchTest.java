package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ObjectiveWatchTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final DataSource database = database();
    private final StoppedClock clock = new StoppedClock();
    private final KeptMessages kept = new KeptMessages(JdbcClient.create(database), "office", clock);
    private Mode mode = Mode.LIVE;
    private State state = State.RUNNING;
    private Duration elapsed = Duration.ZERO;

    @Nullable
    private Duration controlPlane;

    @Test
    void saysEachLimitOnceWhicheverKaltstartSeesIt() {
        for (int minute = 0; minute <= 300; minute += 10) {
            elapsed = Duration.ofMinutes(minute);
            look();
            look();
        }
        assertThat(kept.headlines())
                .containsExactly(
                        "50 % of an objective is used: control plane",
                        "80 % of an objective is used: control plane",
                        "objective missed: control plane",
                        "50 % of an objective is used: critical applications");
    }

    @Test
    void afterAnInterruptionOnlyTheLastLimitIsSaid() {
        elapsed = HOUR.multipliedBy(4);
        look();
        assertThat(kept.headlines())
                .containsExactly(
                        "objective missed: control plane", "50 % of an objective is used: critical applications");
    }

    @Test
    void whatIsReachedIsNotAtRisk() {
        controlPlane = HOUR;
        elapsed = HOUR.multipliedBy(3).plusMinutes(50);
        look();
        assertThat(kept.headlines()).isEmpty();
    }

    @Test
    void rehearsalsAndWhatAnotherKaltstartContinuesAreNotSaid() {
        elapsed = HOUR.multipliedBy(9);
        mode = Mode.REHEARSAL;
        look();
        mode = Mode.LIVE;
        state = State.HANDED_OVER;
        look();
        assertThat(kept.headlines()).isEmpty();
    }

    /** A new one each time, as after a restart. */
    private void look() {
        new ObjectiveWatch(
                        new ProtectedClusters().only(ProtectedClusters.office()),
                        kept::channels,
                        recoveries(),
                        kept.notices(),
                        new MarkRows(JdbcClient.create(database)),
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        clock)
                .look();
    }

    private Recoveries recoveries() {
        return (Recoveries) Proxy.newProxyInstance(
                Recoveries.class.getClassLoader(), new Class<?>[] {Recoveries.class}, (proxy, method, values) -> {
                    if (method.getName().equals("notEnded")) {
                        return List.of(recovery());
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Recovery recovery() {
        return new Recovery(
                "cluster-loss-20261130-1902-x7k2p",
                "office",
                "cluster-loss",
                mode,
                null,
                "test",
                "otto",
                state,
                clock.instant(),
                clock.instant(),
                null,
                null,
                elapsed,
                null,
                false,
                List.of(
                        new Target("control plane", HOUR.multipliedBy(4), true, controlPlane),
                        new Target("critical applications", HOUR.multipliedBy(8), false, null)),
                List.of());
    }

    private static DataSource database() {
        var source = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(source).load().migrate();
        return source;
    }
}
