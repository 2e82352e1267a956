package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class ApproveTest {

    private static final Subject WK_2 = Subject.node("wk-2");
    private static final Plan RESET = new Plan(WK_2, List.of(Command.of("talosctl", "reset")), List.of(), List.of());
    private static final Plan DELETE = new Plan(WK_2, List.of(), List.of("kubectl delete node wk-2"), List.of());
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final JdbcConnectionPool source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final List<Object> changes = new ArrayList<>();
    private final PlanRows plans = new PlanRows(JdbcClient.create(source));
    private final ApprovalRows rows =
            new ApprovalRows(JdbcClient.create(source), plans, changes::add, Clock.systemUTC());
    private final SingleUseApprovals approvals =
            new SingleUseApprovals(rows, new JdbcTransactionManager(source), Clock.systemUTC());
    private final NotedRecoveries recoveries = new NotedRecoveries();
    private final KnownPeople people = new KnownPeople().approve("ada", "bob");
    private final ApprovalProperties properties = new ApprovalProperties(Duration.ofHours(1), Duration.ofSeconds(60));
    private final Approve approve =
            new Approve(rows, plans, recoveries, new FourEyes(recoveries, people, people, properties), properties);

    ApproveTest() {
        Flyway.configure().dataSource(source).load().migrate();
        plans.insert(List.of(
                plan("b-1", KnownRun.RECOVERY, "resetNode", RESET),
                plan("b-1", KnownRun.RECOVERY, "deleteNode", DELETE)));
        recoveries.hasStarted(KnownRun.RECOVERY, "bob", false);
    }

    @Test
    void tellsWhatIsAboutToHappenAndWhatToType() {
        HumanTask.Brief brief = approve.brief(asked());

        assertThat(brief.why()).contains("Reset node, Delete node");
        assertThat(brief.check()).contains("homelab");
    }

    @Test
    void speaksOfMachinesOnlyWhereThereIsOne() {
        assertThat(approve.brief(asked()).check()).contains("serial numbers");
        assertThat(approve.brief(asked().about(new Subject.WholeCluster())).check())
                .contains("with the cluster and Git")
                .doesNotContain("serial numbers");
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
                .extracting(
                        GivenApprovals.Approval::step,
                        GivenApprovals.Approval::approver,
                        GivenApprovals.Approval::preview)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("deleteNode", "ada", "$ kubectl delete node wk-2"),
                        org.assertj.core.groups.Tuple.tuple("resetNode", "ada", "$ talosctl reset"));
        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
        assertThat(taken("two")).isInstanceOf(Approvals.Missing.class);
    }

    @Test
    void tellsTheModelAndTheTimelineWhoDecided() {
        KnownRun run = yes();
        complete(run);

        assertThat(run.get(ApprovalFacts.APPROVED)).isTrue();
        assertThat(recoveries.timeline)
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind() + " " + entry.message() + " " + entry.person())
                        .isEqualTo("approved Reset node, Delete node (plan b-1): it is dead ada"));
    }

    @Test
    void publishesWhoGaveWhichApprovalAndWhatBecameOfIt() {
        complete(yes());
        taken("one");
        complete(asked().with("approved", false).with("approvalReason", "it is alive"));

        assertThat(changes)
                .map(ApprovalChange.class::cast)
                .extracting(change ->
                        change.change().word() + " " + change.step() + " " + change.digest() + " " + change.person())
                .containsExactly(
                        "given resetNode " + RESET.digest() + " ada",
                        "given deleteNode " + DELETE.digest() + " ada",
                        "taken resetNode " + RESET.digest() + " null",
                        "withdrawn deleteNode " + DELETE.digest() + " null");
    }

    @Test
    void aRefusalAllowsNothingAndTakesBackWhatWasAllowedBefore() {
        complete(yes());
        complete(asked().with("approved", false).with("approvalReason", "it answers again"));

        assertThat(taken("one")).isInstanceOf(Approvals.Missing.class);
        assertThat(recoveries.timeline).extracting("kind").containsExactly("approved", "refused");
    }

    @Test
    void aNewApprovalTakesThePlaceOfAnUnusedOne() {
        complete(yes());
        complete(yes());

        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
        assertThat(taken("two")).isInstanceOf(Approvals.Missing.class);
    }

    @Test
    void approvesNothingWithoutAStoredPlan() {
        refuses(yes().with("planBundle", "another"), "no stored plan");
        refuses(
                unplanned()
                        .with("approved", true)
                        .with("typedCluster", "homelab")
                        .with("approvalReason", "x"),
                "no stored plan");
    }

    @Test
    void approvesNoPlanOfAnotherSubjectModeOrRecovery() {
        refuses(yes().about(Subject.node("cp-1")), "no stored plan");
        KnownRun rehearsal = filled(new KnownRun(Mode.REHEARSAL, cluster()));
        refuses(rehearsal, "no stored plan");
        plans.insert(List.of(plan("b-2", "another-recovery", "resetNode", RESET)));
        refuses(yes().with("planBundle", "b-2"), "no stored plan");
    }

    /** Attack: the preview, the list of steps and the recovery are variables. */
    @Test
    void recordsWhatWasStoredWhateverTheVariablesSay() {
        complete(yes().with("preview", "nothing, as things stand")
                .with("approvalFor", "resetNode,deleteNode,removeMember")
                .with("recovery", "another"));

        assertThat(rows.of("another")).isEmpty();
        assertThat(rows.of(KnownRun.RECOVERY))
                .extracting(GivenApprovals.Approval::step)
                .containsExactly("deleteNode", "resetNode");
        assertThat(rows.of(KnownRun.RECOVERY))
                .extracting(GivenApprovals.Approval::preview)
                .doesNotContain("nothing, as things stand");
    }

    @Test
    void whatHasNothingToDoNeedsNoApproval() {
        plans.insert(List.of(new ShownPlan(
                "n", "b-3", KnownRun.RECOVERY, "node/wk-2", "removeMember", "live", "m:1", null, "a worker", NOW)));
        complete(yes().with("planBundle", "b-3"));

        assertThat(rows.of(KnownRun.RECOVERY)).isEmpty();
    }

    @Test
    void whoAskedForItDoesNotApproveItWhereAnotherPersonCan() {
        for (String same : List.of("bob", "Bob", "BOB")) {
            assertThatThrownBy(() -> complete(yes(), same))
                    .isInstanceOf(HumanTask.Refused.class)
                    .hasMessageContaining("another person has to approve it: ada")
                    .hasMessageContaining("Nothing was approved");
        }

        assertThat(rows.of(KnownRun.RECOVERY)).isEmpty();
        assertThat(recoveries.timeline).isEmpty();
        assertThat(changes).isEmpty();
    }

    /** Attack: a refused approval must not withdraw the one that another person gave. */
    @Test
    void aRefusalOfThePersonLeavesTheApprovalOfTheOtherOneAlone() {
        complete(yes(), "ada");
        assertThatThrownBy(() -> complete(yes(), "bob")).isInstanceOf(HumanTask.Refused.class);

        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
    }

    @Test
    void whoAskedForItMayStillSayNo() {
        complete(asked().with("approved", false).with("approvalReason", "it answers again"), "bob");

        assertThat(recoveries.timeline).extracting("kind").containsExactly("refused");
    }

    @Test
    void whatTwoPeopleAreAtHasNoDelay() {
        complete(yes(), "ada");

        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
        assertThat(rows.of(KnownRun.RECOVERY))
                .extracting(GivenApprovals.Approval::solo)
                .containsOnly(false);
        assertThat(recoveries.timeline).extracting("kind").containsExactly("approved");
    }

    @Test
    void theOnlyApproverApprovesAloneAndTheTimelineSaysUntilWhenItCanBeCancelled() {
        people.leave("ada");
        complete(yes(), "bob");

        assertThat(taken("one")).isInstanceOf(Approvals.NotYet.class);
        assertThat(rows.of(KnownRun.RECOVERY))
                .extracting(GivenApprovals.Approval::solo)
                .containsOnly(true);
        assertThat(recoveries.timeline).extracting("kind").containsExactly("approved", "approved-alone");
        assertThat(recoveries.timeline.get(1).message())
                .startsWith("bob approved alone: runs at 20")
                .contains("in 60 s", "it can be cancelled at /recoveries/" + KnownRun.RECOVERY + "/plans/b-1");
    }

    /** Attack: the only approver of two that are one, but for the case of a letter. */
    @Test
    void anotherLetterCaseIsNoOtherPerson() {
        people.leave("ada");
        people.approve("BOB");
        complete(yes(), "BOB");

        assertThat(taken("one")).isInstanceOf(Approvals.NotYet.class);
    }

    @Test
    void anOperatorWhoAskedAndTheOnlyApproverAreTwoPeople() {
        people.leave("bob");
        people.operate("bob");
        complete(yes(), "ada");

        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
    }

    /** An alert, or a person who was removed meanwhile, is no second person. */
    @Test
    void whoIsNotThereIsNoSecondPerson() {
        for (String starter : List.of("alertmanager", "carol", "")) {
            recoveries.hasStarted(KnownRun.RECOVERY, starter, false);
            complete(yes(), "ada");

            assertThat(taken("one of " + starter)).isInstanceOf(Approvals.NotYet.class);
        }
    }

    @Test
    void theRobotOfAnUnattendedRehearsalNeedsNoSecondPerson() {
        recoveries.hasStarted(KnownRun.RECOVERY, "bob", true);
        complete(yes(), "rehearsal");

        assertThat(taken("one")).isInstanceOf(Approvals.Granted.class);
        assertThat(approve.brief(asked()).why()).doesNotContain("bob");
    }

    @Test
    void theFormSaysWhoCanApprove() {
        assertThat(approve.brief(asked()).why())
                .contains("bob started this recovery, so another person approves it: ada.");
        people.leave("ada");
        assertThat(approve.brief(asked()).why())
                .contains("You are the only person who can approve: it runs 60 s after you approve.")
                .contains("it can be cancelled on the page of the plan");
        recoveries.hasStarted(KnownRun.RECOVERY, "alertmanager", false);
        assertThat(approve.brief(asked()).why()).contains("No other person has asked for this: it runs 60 s after");
    }

    /** As every other wait of a rehearsal. */
    @Test
    void theDelayGoesAtTheSpeedOfTheRehearsal() {
        people.leave("ada");
        var rehearsal = filled(new KnownRun(Mode.LIVE, cluster(60)));
        complete(rehearsal, "bob");

        assertThat(recoveries.timeline.get(1).message()).contains("in 1 s");
        assertThat(approve.brief(rehearsal).why())
                .contains("runs 1 s after you approve (60 s outside of a rehearsal).");
    }

    @Test
    void aDelayIsNotNegativeNorForEver() {
        for (Duration wrong : List.of(Duration.ofSeconds(-1), Duration.ofHours(25))) {
            assertThatThrownBy(() -> new ApprovalProperties(Duration.ofHours(1), wrong))
                    .hasMessageContaining("kaltstart.approval.solo-delay");
        }
    }

    private Approvals.Answer taken(String execution) {
        var record = new RecoveryRecord(KnownRun.RECOVERY, "homelab", Mode.LIVE, WK_2, "m:1", false);
        return approvals.take(record, "resetNode", execution, RESET);
    }

    private void complete(KnownRun run) {
        complete(run, "ada");
    }

    private void complete(KnownRun run, String person) {
        approve.accept(run, run);
        approve.accepted(run, run, person);
    }

    private void refuses(KnownRun run, String message) {
        assertThatThrownBy(() -> approve.accept(run, run))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining(message);
    }

    private KnownRun yes() {
        return filled(new KnownRun(Mode.LIVE, cluster()));
    }

    private static KnownRun filled(KnownRun run) {
        return run.with("approvalFor", "resetNode,deleteNode")
                .with("planBundle", "b-1")
                .with("approved", true)
                .with("typedCluster", "homelab")
                .with("approvalReason", "it is dead");
    }

    private static KnownRun asked() {
        return unplanned().with("planBundle", "b-1");
    }

    private static KnownRun unplanned() {
        return new KnownRun(Mode.LIVE, cluster()).with("approvalFor", "resetNode,deleteNode");
    }

    private static ShownPlan plan(String bundle, String recovery, String step, Plan plan) {
        return new ShownPlan(bundle + step, bundle, recovery, "node/wk-2", step, "live", "m:1", plan, "", NOW);
    }

    private static KnownCluster cluster() {
        return cluster(1);
    }

    private static KnownCluster cluster(double speed) {
        return KnownCluster.at(Path.of("/repo"), Path.of("CHANGELOG.md"), null, Clock.systemUTC(), speed, command -> {
            throw new AssertionError("a decision runs nothing");
        });
    }
}
