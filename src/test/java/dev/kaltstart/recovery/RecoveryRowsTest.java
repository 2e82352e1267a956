package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RecoveryRowsTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final RecoveryRows rows = new RecoveryRows(database());

    @Test
    void keepsARunningRecoveryBehindManyNewerOnes() {
        insert("old", "homelab", Mode.LIVE, NOON);
        for (int number = 0; number < 5; number++) {
            insert("night-" + number, "homelab", Mode.REHEARSAL, NOON.plusSeconds(60 + number));
            rows.ended("night-" + number, "recovered", NOON.plusSeconds(600), Duration.ZERO);
        }

        assertThat(ids(rows.open("homelab", null))).containsExactly("old");
        assertThat(ids(rows.ended("homelab", null, null, 2))).containsExactly("night-4", "night-3");
    }

    @Test
    void selectsByClusterModeAndOutcome() {
        insert("one", "homelab", Mode.REHEARSAL, NOON);
        insert("two", "office", Mode.REHEARSAL, NOON.plusSeconds(1));
        insert("three", "homelab", Mode.DRILL, NOON.plusSeconds(2));
        rows.ended("one", "failed", NOON.plusSeconds(60), Duration.ZERO);
        rows.ended("three", "recovered", NOON.plusSeconds(60), Duration.ZERO);

        assertThat(ids(rows.open(null, null))).containsExactly("two");
        assertThat(ids(rows.open("homelab", null))).isEmpty();
        assertThat(ids(rows.ended(null, null, null, 9))).containsExactly("three", "one");
        assertThat(ids(rows.ended(null, Mode.DRILL, null, 9))).containsExactly("three");
        assertThat(ids(rows.ended("homelab", null, "failed", 9))).containsExactly("one");
    }

    @Test
    void knowsWhetherAProposalWasStarted() {
        insert("one", "homelab", Mode.LIVE, NOON);

        assertThat(rows.startedSince("homelab", "node-failure", "wk-2", NOON)).isTrue();
        assertThat(rows.startedSince("homelab", "node-failure", "wk-2", NOON.plusSeconds(1)))
                .isFalse();
        assertThat(rows.startedSince("homelab", "node-failure", null, NOON)).isFalse();
        assertThat(rows.startedSince("homelab", "gitops-drift", "wk-2", NOON)).isFalse();
        assertThat(rows.startedSince("office", "node-failure", "wk-2", NOON)).isFalse();
    }

    @Test
    void anOutageBeganNeverLaterThanKnown() {
        insert("one", "homelab", Mode.LIVE, NOON);

        assertThat(rows.startedAt("one", NOON.plusSeconds(1))).isFalse();
        assertThat(rows.startedAt("one", NOON.minusSeconds(90))).isTrue();
        assertThat(rows.startedAt("one", NOON.minusSeconds(60))).isFalse();
        assertThat(rows.row("one").orElseThrow().startedAt()).isEqualTo(NOON.minusSeconds(90));

        rows.green("one", NOON.plusSeconds(30));
        assertThat(rows.startedAt("one", NOON.minusSeconds(900)))
                .as("the clock has stopped")
                .isFalse();
    }

    private void insert(String id, String cluster, Mode mode, Instant createdAt) {
        rows.insert(Outages.row(id, cluster, mode, 1, true, createdAt), null, null);
    }

    private static List<String> ids(List<RecoveryRows.Row> rows) {
        return rows.stream().map(RecoveryRows.Row::id).toList();
    }

    private static JdbcClient database() {
        var pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(pool).load().migrate();
        return JdbcClient.create(pool);
    }
}
