package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTask;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class ApproveTest {

    private final JdbcConnectionPool source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final ApprovalRows rows = new ApprovalRows(JdbcClient.create(source), Clock.systemUTC());
    private final SingleUseApprovals approvals = new SingleUseApprovals(rows, new JdbcTransactionManager(source));
    private final NotedRecoveries recoveries = new NotedRecoveries();
    private final Approve approve = new Approve(rows, recoveries);

    ApproveTest() {
        Flyway.configure().dataSource(source).load().migrate();
    }

    @Test
    void tellsWhatIsAboutToHappenAndWhatToType() {
        HumanTask.Brief brief = approve.brief(asked());

        assertThat(brief.why()).contains("resetNode, deleteNode");
        assertThat(brief.check()).contains("homelab");
    }

    @Test
    void demandsAnAnswer() {
        refuses(asked().with("approvalReason", "it is dead").with("typedCluster", "homelab"), "'approved' is missing");
    }

    @Test
    void demandsTheExactNameOfTheCluster() {
        for (String typed : new String[] {"", "Homelab", "homelab ", "homelab2", "office"}) {
            refuses(yes().with("typedCluster", typed), "nothing was approved");
        }
    }

    @Test
    void demandsAReasonForYesAndForNo() {
        refuses(yes().with("approvalReason", "  "), "needs a reason");
        refuses(asked().with("approved", false), "needs a reason");
    }

    @Test
    void refusesTextWhereATruthValueBelongs() {
        refuses(yes().with("approved", new KnownRun.WrongType("true")), "'approved' has the wrong type");
    }

    @Test
    void refusesAReasonThatIsTooLong() {
        refuses(yes().with("approvalReason", "x".repeat(2001)), "too long");
    }

    @Test
    void allowsOneAttemptOfEachStep() {
        complete(yes());

        assertThat(rows.of(KnownRun.RECOVERY))
                .extracting(Approved.Approval::step, Approved.Approval::approver, Approved.Approval::preview)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("deleteNode", "ada", "$ talosctl reset"),
                        org.assertj.core.groups.Tuple.tuple("resetNode", "ada", "$ talosctl reset"));
        assertThat(approvals.take(KnownRun.RECOVERY, "resetNode", "one")).isTrue();
        assertThat(approvals.take(KnownRun.RECOVERY, "resetNode", "two")).isFalse();
    }

    @Test
    void tellsTheModelAndTheTimelineWhoDecided() {
        KnownRun run = yes();
        complete(run);

        assertThat(run.get(ApprovalFacts.APPROVED)).isTrue();
        assertThat(run.get(ApprovalFacts.APPROVER)).isEqualTo("ada");
        assertThat(recoveries.timeline)
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind() + " " + entry.words() + " " + entry.person())
                        .isEqualTo("approved resetNode, deleteNode: it is dead ada"));
    }

    @Test
    void aRefusalAllowsNothingAndTakesBackWhatWasAllowedBefore() {
        complete(yes());
        complete(asked().with("approved", false).with("approvalReason", "it answers again"));

        assertThat(approvals.take(KnownRun.RECOVERY, "resetNode", "one")).isFalse();
        assertThat(recoveries.timeline).extracting("kind").containsExactly("approved", "refused");
    }

    @Test
    void aNewApprovalTakesThePlaceOfAnUnusedOne() {
        complete(yes());
        complete(yes());

        assertThat(approvals.take(KnownRun.RECOVERY, "resetNode", "one")).isTrue();
        assertThat(approvals.take(KnownRun.RECOVERY, "resetNode", "two")).isFalse();
    }

    private void complete(KnownRun run) {
        approve.accept(run, run);
        approve.accepted(run, run, "ada");
    }

    private void refuses(KnownRun run, String words) {
        assertThatThrownBy(() -> approve.accept(run, run))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining(words);
    }

    private static KnownRun yes() {
        return asked().with("approved", true).with("typedCluster", "homelab").with("approvalReason", "it is dead");
    }

    private static KnownRun asked() {
        var cluster =
                KnownCluster.at(Path.of("/repo"), Path.of("CHANGELOG.md"), null, Clock.systemUTC(), 1, command -> {
                    throw new AssertionError("a decision runs nothing");
                });
        return new KnownRun(Mode.LIVE, cluster)
                .with("approvalFor", "resetNode,deleteNode")
                .with("preview", "$ talosctl reset");
    }
}
