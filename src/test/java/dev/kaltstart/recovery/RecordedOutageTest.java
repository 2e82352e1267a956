package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.FakeRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class RecordedOutageTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    /** As the row says before anybody has looked. */
    private static final Instant COUNTED = NOON.minusSeconds(60);

    private static final Instant PUSHED = NOON.minusSeconds(95);

    private final JdbcConnectionPool database = database();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final RecoveryRows rows = new RecoveryRows(jdbc);
    private final RecordedOutage outage = new RecordedOutage(
            rows,
            new Timeline(jdbc, event -> {}),
            new DataSourceTransactionManager(database),
            Clock.fixed(NOON.plusSeconds(20), ZoneOffset.UTC));

    @Test
    void countsFromTheCommitAndSaysSoInTheTimeline() {
        found(Mode.LIVE, PUSHED);
        found(Mode.LIVE, PUSHED);

        assertThat(startedAt()).isEqualTo(PUSHED);
        assertThat(jdbc.sql("select words from timeline where kind = 'outage-began'")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "the outage began at " + PUSHED + ": commit abc; until now it counted from " + COUNTED);
    }

    @Test
    void aRehearsalBeginsWithItself() {
        found(Mode.REHEARSAL, PUSHED);

        assertThat(startedAt()).isEqualTo(COUNTED);
    }

    /** Whoever commits chooses the time of the commit. */
    @Test
    void doesNotBelieveACommitOfLongAgo() {
        found(Mode.LIVE, NOON.minus(Duration.ofDays(400)));

        assertThat(startedAt()).isEqualTo(COUNTED);
    }

    private void found(Mode mode, Instant at) {
        if (rows.row(FakeRun.RECOVERY).isEmpty()) {
            rows.insert(Outages.row(FakeRun.RECOVERY, "homelab", mode, 1, false, NOON), null, null);
        }
        outage.found(FakeRun.on(FakeCluster.homelab()).in(mode), at, "commit abc");
    }

    private Instant startedAt() {
        return rows.row(FakeRun.RECOVERY).orElseThrow().startedAt();
    }

    private static JdbcConnectionPool database() {
        var pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }
}
