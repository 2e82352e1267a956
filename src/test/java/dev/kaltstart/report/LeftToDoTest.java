package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.recovery.Recoveries.Target;
import dev.kaltstart.recovery.RestoredData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left to do fits the scenario, how far it went, and how it ended. */
class LeftToDoTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private static final String CHANGELOG =
            "push or merge the changelog entry: the step Commit changelog says where it is";

    @Test
    void aDriftNamesTheGuardsThatWereProposedAndThoseThatCouldNotBe() {
        StepState guard = guard(1, 2, "to be done by hand in a.yaml, b.yaml");

        assertThat(items("recovered", null, null, guard))
                .containsExactly(
                        "review and apply the proposed guard, `/api/recoveries/r-1/evidence/guard.diff`",
                        "put in by hand the guards that no patch could: to be done by hand in a.yaml, b.yaml",
                        CHANGELOG,
                        "write down the lessons learned");
    }

    @Test
    void aRecoveredNodeLeavesTheLessons() {
        assertThat(items("recovered", "wk-2", "IMPROVEMENT_PLAN.md", done("verifyStorage")))
                .containsExactly(CHANGELOG, "write down the lessons learned in IMPROVEMENT\\_PLAN.md");
        assertThat(items("recovered", "wk-2", null)).containsExactly(CHANGELOG, "write down the lessons learned");
    }

    @Test
    void namesTheVolumesThatNoCheckWaitedFor() {
        assertThat(items("recovered", "wk-2", null, storage(4, 0, "4 detached volumes have too few replicas")))
                .contains(
                        "attach the detached volumes, so that their replicas are rebuilt: 4 detached volumes have too few"
                                + " replicas");
        assertThat(items("recovered", "wk-2", null, storage(0, 1, "given up: office/photos")))
                .contains("restore the volumes that were given up: given up: office/photos");
    }

    @Test
    void namesTheStorageThatWasNotVerified() {
        StepState look =
                step("verifyStorage", "done", "not verified: Rook-Ceph, NFS", List.of(Measurement.notVerified(2)));

        assertThat(look.notVerified()).isTrue();
        assertThat(items("recovered", "wk-2", null, look))
                .contains("look at the storage by hand, not verified: Rook-Ceph, NFS");
        assertThat(done("verifyStorage").notVerified()).isFalse();
        assertThat(storage(4, 0, "replicas").notVerified()).isFalse();
    }

    @Test
    void namesWhatWasSkipped() {
        assertThat(items("recovered", "wk-2", null, failed("rebuildReplicas"), failed("awaitJoin"), done("awaitJoin")))
                .contains("do by hand what was skipped, rebuildReplicas: it did not work");
        assertThat(items("recovered", "wk-2", null, failed("verifyNodes"), done("verifyNodes")))
                .hasSize(2);
    }

    @Test
    void aNodeThatWasOnlyCordonedIsToBeUncordoned() {
        assertThat(items("aborted", "wk-2", null, done("cordonNode"), done("taintNode")))
                .contains(
                        "wk-2 was left cordoned and tainted. When it is fit for work: `kubectl uncordon wk-2`,"
                                + " `kubectl taint node wk-2 kaltstart.dev/failed:NoSchedule-`",
                        "decide how to continue: wk-2 is not recovered");
    }

    @Test
    void aNodeThatIsGoneIsNotToBeUncordoned() {
        assertThat(items(
                        "failed",
                        "cp-2",
                        null,
                        done("cordonNode"),
                        done("taintNode"),
                        done("resetNode"),
                        done("removeMember"),
                        done("deleteNode")))
                .contains(
                        "etcd has one member less: cp-2 is not one of its members any more",
                        "cp-2 is wiped and waits for a machine configuration",
                        "Kubernetes has no node cp-2 any more: provision it, or take it out of the repository")
                .noneMatch(item -> item.contains("uncordon"));
    }

    @Test
    void aDriftThatWasGivenUpHasNoNode() {
        assertThat(items("aborted", null, null))
                .noneMatch(item -> item.contains("node"))
                .contains("decide how to continue: the recovery of homelab did not reach its end");
    }

    @Test
    void aRestoreThatWasLeftNamesWhatIsStopped() {
        assertThat(items("aborted", null, null, restoring("stopWriters", "stopped: Deployment paperless")))
                .anySatisfy(item -> assertThat(item)
                        .startsWith("the data of office is not back")
                        .contains("stopped: Deployment paperless", "`kubectl -n office scale`"));
        assertThat(items(
                        "aborted",
                        null,
                        null,
                        restoring("stopWriters", "stopped: Deployment paperless"),
                        restoring("startWriters", "started")))
                .noneMatch(item -> item.contains("office"));
    }

    @Test
    void measuresTheRpoByTheRestorePointThatWasReallyUsed() {
        Instant sixHoursBefore = NOON.minus(Duration.ofHours(6));
        var data = new RestoredLine(new RestoredData("office", sixHoursBefore), "office/data: 12 files");

        assertThat(data.message(NOON, Duration.ofHours(24)))
                .contains("RPO 6 h", "objective 24 h", ": met", "found: office/data: 12 files");
        assertThat(data.message(NOON, Duration.ofHours(1))).contains(": missed");
        assertThat(new RestoredLine(new RestoredData("office", null), "").message(NOON, Duration.ofHours(24)))
                .contains("RPO unknown");
    }

    private static StepState restoring(String step, String message) {
        return new StepState(step, "office", step, "done", NOON, NOON, message, null, null, List.of());
    }

    private static List<String> items(
            String outcome, @Nullable String subject, @Nullable String improvementPlan, StepState... steps) {
        var recovery = new Recovery(
                "r-1",
                "homelab",
                subject == null ? "gitops-drift" : "node-failure",
                Mode.LIVE,
                subject,
                "it is silent",
                "ada",
                State.RECOVERED,
                NOON,
                NOON,
                null,
                null,
                Duration.ofMinutes(5),
                null,
                false,
                List.of(Target.atTheEnd("control plane", Duration.ofHours(4))),
                List.of());
        return new Account(
                        NOON,
                        outcome,
                        "",
                        recovery,
                        List.of(),
                        List.of(steps),
                        List.of(),
                        List.of(),
                        improvementPlan,
                        Duration.ofHours(24))
                .leftToDo();
    }

    private static StepState done(String step) {
        return step(step, "done", "done", List.of());
    }

    private static StepState failed(String step) {
        return step(step, "failed", "it did not work", List.of());
    }

    private static StepState storage(int incomplete, int givenUp, String message) {
        return step(
                "verifyStorage",
                "done",
                message,
                List.of(
                        Measurement.count("volumesIncomplete", incomplete),
                        Measurement.count("volumesGivenUp", givenUp)));
    }

    private static StepState guard(int proposed, int byHand, String message) {
        return step(
                "proposeGuard",
                "done",
                message,
                List.of(Measurement.count("guardsProposed", proposed), Measurement.count("guardsByHand", byHand)));
    }

    private static StepState step(String step, String state, String message, List<Measurement> measured) {
        return new StepState(step, null, step, state, NOON, NOON, message, null, null, measured);
    }
}
