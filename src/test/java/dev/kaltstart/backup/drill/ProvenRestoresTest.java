package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.drill.Drill.SeedResult;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.FakeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProvenRestoresTest {

    private static final SeedResult SEED = new SeedResult(Instant.parse("2026-11-28T12:00:00Z"), "", Instant.EPOCH);

    @Test
    void knowsTheLastTimeOfEachClaimOfACluster() {
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        var proven = new ProvenRestores(JdbcClient.create(database));
        var cluster = FakeCluster.homelab();
        Instant first = cluster.clock().instant();
        proven.keep(FakeRun.on(cluster), claim("data"), SEED);
        proven.keep(FakeRun.on(cluster), claim("data"), SEED);
        proven.keep(FakeRun.on(cluster), claim("cache"), SEED);
        cluster.pass(Duration.ofDays(300));
        proven.keep(FakeRun.on(cluster).of("drill-2"), claim("data"), SEED);

        assertThat(proven.last("homelab"))
                .containsEntry("office/data", first.plus(Duration.ofDays(300)))
                .containsEntry("office/cache", first)
                .hasSize(2);
        assertThat(proven.last("another")).isEmpty();
    }

    private static DrillClaim claim(String name) {
        return new DrillClaim("office", name, "uid", "volsync", "sentinel");
    }
}
