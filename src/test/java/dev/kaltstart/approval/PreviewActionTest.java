package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Plans;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PreviewActionTest {

    private static final Subject WK_2 = Subject.node("wk-2");

    private final JdbcConnectionPool source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final PlanRows rows = new PlanRows(JdbcClient.create(source));

    private final KnownRun run = new KnownRun(
                    Mode.REHEARSAL,
                    KnownCluster.at(Path.of("/repo"), Path.of("CHANGELOG.md"), null, Clock.systemUTC(), 1, command -> {
                        throw new AssertionError("a preview runs nothing");
                    }))
            .with("approvalFor", "resetNode, removeMember,deleteNode");

    PreviewActionTest() {
        Flyway.configure().dataSource(source).load().migrate();
    }

    @Test
    void storesAndShowsEveryPlanWordForWord() {
        Check check = shows(Map.of(
                        "resetNode",
                        ready(Command.of("talosctl", "-n", "10.20.0.22", "reset"), "wipes STATE and EPHEMERAL of wk-2"),
                        "removeMember",
                        new Plans.NotNeeded("wk-2 is a worker"),
                        "deleteNode",
                        ready(Command.of("kubectl", "delete", "node", "wk-2"))))
                .check(run);

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(run.get(ApprovalFacts.PREVIEW)).isEqualTo("""
                        Reset node wk-2:
                          $ talosctl -n 10.20.0.22 reset
                          - wipes STATE and EPHEMERAL of wk-2

                        Remove member wk-2:
                          nothing to do: wk-2 is a worker

                        Delete node wk-2:
                          $ kubectl delete node wk-2""");
        assertThat(bundle())
                .extracting(ShownPlan::step, ShownPlan::subject, ShownPlan::mode, ShownPlan::model)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("resetNode", "node/wk-2", "rehearsal", "m:1"),
                        org.assertj.core.groups.Tuple.tuple("removeMember", "node/wk-2", "rehearsal", "m:1"),
                        org.assertj.core.groups.Tuple.tuple("deleteNode", "node/wk-2", "rehearsal", "m:1"));
    }

    @Test
    void aLaterRoundLeavesTheEarlierPlansAsTheyWere() {
        shows(Map.of(
                        "resetNode",
                        ready(Command.of("a")),
                        "removeMember",
                        ready(Command.of("b")),
                        "deleteNode",
                        ready(Command.of("c"))))
                .check(run);
        List<ShownPlan> first = bundle();

        shows(Map.of(
                        "resetNode",
                        ready(Command.of("x")),
                        "removeMember",
                        ready(Command.of("y")),
                        "deleteNode",
                        ready(Command.of("z"))))
                .check(run);

        assertThat(run.get(ApprovalFacts.PREVIEW)).contains("$ x", "$ y", "$ z").doesNotContain("$ a");
        assertThat(rows.of(KnownRun.RECOVERY)).hasSize(6).containsAll(first);
    }

    @Test
    void aLongPlanIsStoredWholeAndTheFormCountsAndLinksIt() {
        String[] effects = IntStream.range(0, 300)
                .mapToObj(n -> "deleted: pod media/pod-" + n)
                .toArray(String[]::new);
        shows(Map.of(
                        "resetNode",
                        ready(Command.of("talosctl", "reset"), effects),
                        "removeMember",
                        new Plans.NotNeeded("none"),
                        "deleteNode",
                        ready(Command.of("kubectl", "delete", "node", "wk-2"))))
                .check(run);

        String bundle = run.get(ApprovalFacts.BUNDLE);
        assertThat(run.get(ApprovalFacts.PREVIEW))
                .hasSizeLessThan(3900)
                .contains(
                        "1 command, 300 effects",
                        "$ kubectl delete node wk-2",
                        "/recoveries/" + KnownRun.RECOVERY + "/plans/" + bundle);
        assertThat(PlanText.whole(bundle())).contains("pod-0", "pod-299").hasLineCount(308);
    }

    /** Attack: a name in the cluster ends the block of text, hides what follows or moves it. */
    @Test
    void whatWouldHideOrMoveTextIsShownAsAnEscape() {
        shows(Map.of(
                        "resetNode",
                        ready(Command.of("talosctl", "reset"), "pod a\u202eb\u001b[2K\nnothing else is done"),
                        "removeMember",
                        new Plans.NotNeeded("none"),
                        "deleteNode",
                        new Plans.NotNeeded("none\nReset node: nothing")))
                .check(run);

        assertThat(run.get(ApprovalFacts.PREVIEW))
                .contains("pod a\\u202eb\\u001b[2K\\u000anothing else is done", "none\\u000aReset node: nothing");
    }

    @Test
    void aStepThatWouldRefuseIsNotPutBeforeAPerson() {
        assertThatThrownBy(() -> shows(Map.of(
                                "resetNode",
                                ready(Command.of("talosctl", "reset")),
                                "removeMember",
                                new Plans.Refused("IDENTITY", "2 members may be cp-2"),
                                "deleteNode",
                                new Plans.NotNeeded("none")))
                        .check(run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("Remove member cannot be approved")
                .hasMessageContaining("2 members may be cp-2");
        assertThat(rows.of(KnownRun.RECOVERY)).isEmpty();
    }

    @Test
    void aRecoveryOfAnEarlierVersionIsRefusedWithWhatToDo() {
        var old = new PreviewAction(
                (step, asked) -> new Plans.NotNeeded("none"),
                rows,
                recovery -> Optional.of(new RecoveryRecord(recovery, "homelab", Mode.REHEARSAL, WK_2, null, false)),
                Clock.systemUTC());

        assertThatThrownBy(() -> old.check(run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("Abort it and start it again");
    }

    @Test
    void doesNotAskForLeaveToDoSomethingUnknown() {
        assertThatThrownBy(() -> shows(Map.of()).check(run)).isInstanceOf(IllegalArgumentException.class);
        assertThat(run.find(ApprovalFacts.PREVIEW)).isEmpty();
    }

    @Test
    void aPlanThatWasChangedInTheDatabaseIsNotShown() {
        shows(Map.of(
                        "resetNode",
                        ready(Command.of("a")),
                        "removeMember",
                        new Plans.NotNeeded("none"),
                        "deleteNode",
                        new Plans.NotNeeded("none")))
                .check(run);
        JdbcClient.create(source)
                .sql("update plan set content = replace(content, '\"a\"', '\"b\"') where digest is not null")
                .update();

        assertThatThrownBy(this::bundle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed");
    }

    private List<ShownPlan> bundle() {
        return rows.bundle(KnownRun.RECOVERY, run.get(ApprovalFacts.BUNDLE));
    }

    private static Plans.Ready ready(Command command, String... effects) {
        return new Plans.Ready(new Plan(WK_2, List.of(command), List.of(), List.of(effects)));
    }

    private PreviewAction shows(Map<String, Plans.Answer> known) {
        Plans plans = (step, asked) -> {
            Plans.Answer answer = known.get(step);
            if (answer == null) {
                throw new IllegalArgumentException("there is no destructive step '" + step + "'");
            }
            return answer;
        };
        return new PreviewAction(
                plans,
                rows,
                recovery -> Optional.of(new RecoveryRecord(recovery, "homelab", Mode.REHEARSAL, WK_2, "m:1", false)),
                Clock.systemUTC());
    }
}
