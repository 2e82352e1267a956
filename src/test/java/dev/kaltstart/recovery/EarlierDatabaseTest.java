package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of the version before plans, with recoveries in progress, is taken over. */
class EarlierDatabaseTest {

    private static final String NOW = "timestamp with time zone '2026-11-27 10:00:00+00:00'";

    private final JdbcConnectionPool source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcClient sql = JdbcClient.create(source);

    @Test
    void keepsTheRecoveriesAndWithdrawsApprovalsThatNameNoPlan() {
        Flyway.configure().dataSource(source).target("10").load().migrate();
        recovery("r-node", "node-failure", "'wk-2'");
        recovery("r-drift", "gitops-drift", "null");
        run(
                "insert into approval (id, recovery, step, approver, reason, preview, approved_at, execution, taken_at) values"
                        + " ('used', 'r-node', 'resetNode', 'ada', 'dead', '$ talosctl reset', " + NOW + ", 'e-1', "
                        + NOW + "),"
                        + " ('open', 'r-node', 'deleteNode', 'ada', 'dead', '$ kubectl', " + NOW + ", null, null)");
        run(
                "insert into step_execution (id, recovery, model, step, name, state, words, began_at, began_clock_at) values"
                        + " ('e-1', 'r-node', 'node-failure', 'resetNode', 'Reset', 'done', '', " + NOW + ", " + NOW
                        + "),"
                        + " ('e-2', 'r-drift', 'gitops-drift', 'saveState', 'Save', 'done', '', " + NOW + ", " + NOW
                        + ")");
        run("insert into evidence (recovery, name, content, kept_at) values ('r-drift', 'state.yaml', 'a: b', " + NOW
                + ")");

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(sql.sql("select id from approval where withdrawn_at is not null")
                        .query(String.class)
                        .list())
                .containsExactly("open");
        assertThat(sql.sql("select subject from step_execution order by id")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("node/wk-2", "cluster"));
        assertThat(sql.sql("select content from evidence where recovery = 'r-drift' and subject = 'cluster'")
                        .query(String.class)
                        .single())
                .isEqualTo("a: b");
        RecoveryRecord node = new RecoveryRows(sql).find("r-node").orElseThrow();
        assertThat(node.subject()).isEqualTo(Subject.node("wk-2"));
        assertThat(node.model())
                .as("its destructive steps are refused with what to do")
                .isNull();
        assertThat(new RecoveryRows(sql).find("r-drift").orElseThrow().subject())
                .isEqualTo(new Subject.WholeCluster());
    }

    private void recovery(String id, String scenario, String subject) {
        run("insert into recovery (id, cluster, scenario, mode, subject, reason, person, speed, unattended, started_at,"
                + " created_at) values ('" + id + "', 'homelab', '" + scenario + "', 'live', " + subject
                + ", 'x', 'ada', 1, false, " + NOW + ", " + NOW + ")");
    }

    private void run(String statement) {
        sql.sql(statement).update();
    }
}
