package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What holds on every database that Kaltstart runs on. */
abstract class SingleUseContract {

    private static final String RECOVERY = "node-failure-20261123-1000-abcde";
    private static final Plan PLAN = plan("talosctl reset");
    private static final RecoveryRecord LIVE = record(RECOVERY, Mode.LIVE, "m:1");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MovingClock clock = new MovingClock();
    private PlanRows plans;
    private ApprovalRows rows;
    private SingleUseApprovals approvals;
    private TransactionTemplate transaction;
    private JdbcTransactionManager manager;
    private PendingRows pending;
    private final NotedRecoveries recoveries = new NotedRecoveries();

    /** A database without tables, or one that an earlier test has used. */
    abstract DataSource database();

    @BeforeEach
    void open() {
        DataSource source = database();
        Flyway.configure().dataSource(source).load().migrate();
        var manager = new JdbcTransactionManager(source);
        plans = new PlanRows(JdbcClient.create(source));
        rows = new ApprovalRows(JdbcClient.create(source), plans, change -> {}, clock);
        this.manager = manager;
        approvals = started();
        pending = new PendingRows(JdbcClient.create(source), rows, recoveries, clock);
        transaction = new TransactionTemplate(manager);
        JdbcClient.create(source).sql("delete from approval").update();
        JdbcClient.create(source).sql("delete from plan").update();
    }

    @Test
    void nothingIsAllowedUnasked() {
        assertThat(take("resetNode", "one")).isFalse();
    }

    @Test
    void oneApprovalAllowsOneAttempt() {
        approve("resetNode");

        assertThat(take("resetNode", "one")).isTrue();
        assertThat(take("resetNode", "two")).isFalse();
    }

    @Test
    void theSameExecutionIsToldYesAgain() {
        approve("resetNode");
        take("resetNode", "one");

        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void anApprovalIsForOneStepOfOneRecovery() {
        approve("resetNode");

        assertThat(take("deleteNode", "one")).isFalse();
        assertThat(granted(approvals.take(record("another", Mode.LIVE, "m:1"), "resetNode", "one", PLAN)))
                .isFalse();
    }

    @Test
    void aWithdrawnApprovalAllowsNothing() {
        approve("resetNode");
        rows.withdraw(RECOVERY, "node/wk-2", "resetNode");

        assertThat(take("resetNode", "one")).isFalse();
    }

    @Test
    void withdrawingLeavesAloneWhatHasBeenUsed() {
        approve("resetNode");
        take("resetNode", "one");
        rows.withdraw(RECOVERY, "node/wk-2", "resetNode");

        assertThat(rows.of(RECOVERY)).singleElement().satisfies(approval -> {
            assertThat(approval.takenAt()).isNotNull();
            assertThat(approval.withdrawnAt()).isNull();
        });
    }

    @Test
    void staysUsedWhenTheTransactionAroundItIsRolledBack() {
        approve("resetNode");

        transaction.executeWithoutResult(status -> {
            take("resetNode", "one");
            status.setRollbackOnly();
        });

        assertThat(take("resetNode", "two")).isFalse();
    }

    @Test
    void onlyOneOfManyTakersAtOnceGetsIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> take(step, "execution-" + taker));

            assertThat(answers).containsOnlyOnce(true);
        }
    }

    @Test
    void twoApprovalsAllowTwoOfManyTakersAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> take(step, "execution-" + taker));

            assertThat(answers).filteredOn(answer -> answer).hasSize(2);
        }
    }

    @Test
    void oneExecutionThatAsksManyTimesAtOnceUsesUpOne() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> take(step, "the same"));

            assertThat(answers).containsOnly(true);
            assertThat(take(step, "another")).isTrue();
            assertThat(take(step, "a third")).isFalse();
        }
    }

    @Test
    void anApprovalIsForOnePlan() {
        approve("resetNode");
        Plan other = plan("talosctl reset --graceful=true");

        assertThat(approvals.take(LIVE, "resetNode", "one", other))
                .isInstanceOfSatisfying(
                        Approvals.Changed.class,
                        changed -> assertThat(changed.approved()).isEqualTo(PLAN));
        assertThat(take("resetNode", "one")).as("the approval is withdrawn").isFalse();
    }

    @Test
    void anApprovalIsForOneSubject() {
        approve("resetNode");
        var other = new Plan(Subject.node("wk-3"), PLAN.commands(), PLAN.requests(), PLAN.effects());

        assertThat(granted(approvals.take(LIVE, "resetNode", "one", other))).isFalse();
        assertThat(take("resetNode", "two"))
                .as("the other subject's approval is left alone")
                .isTrue();
    }

    @Test
    void approvalsOfSeveralSubjectsLeaveEachOtherAlone() {
        approve("resetNode");
        rows.withdraw(RECOVERY, "node/wk-3", "resetNode");

        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void anApprovalIsForOneMode() {
        approve("resetNode");

        assertThat(granted(approvals.take(record(RECOVERY, Mode.REHEARSAL, "m:1"), "resetNode", "one", PLAN)))
                .isFalse();
        assertThat(take("resetNode", "one")).isFalse();
    }

    @Test
    void anApprovalIsForOneVersionOfTheModel() {
        approve("resetNode");

        assertThat(granted(approvals.take(record(RECOVERY, Mode.LIVE, "m:2"), "resetNode", "one", PLAN)))
                .isFalse();
    }

    @Test
    void anApprovalExpires() {
        approve("resetNode");
        clock.pass(Duration.ofHours(1));

        assertThat(approvals.take(LIVE, "resetNode", "one", PLAN))
                .isInstanceOfSatisfying(
                        Approvals.Missing.class,
                        missing -> assertThat(missing.reason()).contains("expired"));
    }

    @Test
    void nothingIsLeftAtTheEndOfTheRecovery() {
        approve("resetNode");
        new Withdrawals(rows).ended(new EngineEvent.RunEnded(RECOVERY, Instant.EPOCH, "recovered"));

        assertThat(take("resetNode", "one")).isFalse();
    }

    @Test
    void remembersThePlanOfAnExecutionThatWasKilled() {
        approve("resetNode");
        take("resetNode", "one");

        assertThat(approvals.taken("one")).contains(PLAN);
        assertThat(approvals.taken("two")).isEmpty();
    }

    @Test
    void whatOnePersonAloneApprovedIsValidAfterTheDelay() {
        approveAlone("resetNode");
        Instant valid = clock.instant().plus(MINUTE);

        for (int second = 0; second < 60; second += 20) {
            assertThat(approvals.take(LIVE, "resetNode", "one", PLAN))
                    .isInstanceOfSatisfying(Approvals.NotYet.class, notYet -> {
                        assertThat(notYet.person()).isEqualTo("admin");
                        assertThat(notYet.from()).isEqualTo(valid);
                        assertThat(approvals.left(notYet.approval())).isPositive();
                    });
            clock.pass(Duration.ofSeconds(20));
        }

        assertThat(take("resetNode", "one")).isTrue();
        assertThat(take("resetNode", "two")).isFalse();
    }

    @Test
    void theStepsThatWereShownTogetherShareOneDelay() {
        approveAlone("resetNode", "removeMember", "deleteNode");
        assertThat(pending.unused(RECOVERY)).singleElement().satisfies(one -> {
            assertThat(one.steps()).containsExactly("Reset node", "Remove member", "Delete node");
            assertThat(one.validFrom()).isEqualTo(clock.instant().plus(MINUTE));
        });
        take("resetNode", "one");
        clock.pass(MINUTE);

        assertThat(take("resetNode", "one")).isTrue();
        assertThat(take("removeMember", "two")).isTrue();
        assertThat(take("deleteNode", "three")).isTrue();
    }

    /** Attack: a retry, or another execution of the step, does not begin without the delay. */
    @Test
    void anotherExecutionWaitsAsWell() {
        approveAlone("resetNode");
        take("resetNode", "one");
        clock.pass(MINUTE.minusSeconds(1));

        assertThat(take("resetNode", "two")).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(take("resetNode", "two")).isTrue();
    }

    /** Attack: an approval whose delay is over opens no way for a newer one. */
    @Test
    void aSecondApprovalHasADelayOfItsOwn() {
        approveAlone("resetNode");
        clock.pass(MINUTE);
        approveAlone("resetNode");

        assertThat(take("resetNode", "one")).isFalse();
        clock.pass(MINUTE);
        assertThat(take("resetNode", "one")).isTrue();
    }

    /** Attack, or a machine that corrects its clock. */
    @Test
    void aClockThatIsSetForwardDoesNotShortenTheDelay() {
        approveAlone("resetNode");
        take("resetNode", "one");
        clock.set(Duration.ofMinutes(10));

        assertThat(take("resetNode", "one")).isFalse();
        clock.pass(MINUTE);
        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void aClockThatIsSetBackMakesTheDelayLonger() {
        approveAlone("resetNode");
        take("resetNode", "one");
        clock.set(Duration.ofMinutes(-10));
        clock.pass(MINUTE);

        assertThat(take("resetNode", "one")).isFalse();
        clock.pass(Duration.ofMinutes(10));
        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void theDelayGoesOnWhileKaltstartIsNotThere() {
        approveAlone("resetNode");
        take("resetNode", "one");
        clock.pass(Duration.ofSeconds(30));
        approvals = started();

        assertThat(take("resetNode", "one")).isFalse();
        clock.pass(Duration.ofSeconds(30));
        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void theValidityCountsFromTheEndOfTheDelay() {
        approveAlone("resetNode");
        clock.pass(Duration.ofHours(1).plus(MINUTE).minusSeconds(1));
        assertThat(take("resetNode", "one")).isTrue();

        approveAlone("deleteNode");
        clock.pass(Duration.ofHours(1).plus(MINUTE));
        assertThat(take("deleteNode", "one")).isFalse();
    }

    @Test
    void anotherPlanIsSeenBeforeTheDelayIsOver() {
        approveAlone("resetNode");

        assertThat(approvals.take(LIVE, "resetNode", "one", plan("talosctl reset --graceful=true")))
                .isInstanceOf(Approvals.Changed.class);
    }

    @Test
    void whatIsCancelledInTimeAllowsNothingAndTheStepHearsOfItAtOnce() {
        approveAlone("resetNode", "deleteNode");
        String approval = ((Approvals.NotYet) approvals.take(LIVE, "resetNode", "one", PLAN)).approval();

        assertThat(pending.cancel(RECOVERY, "alone", "bob", "wrong node")).containsExactly("resetNode", "deleteNode");

        assertThat(approvals.left(approval)).isZero();
        clock.pass(MINUTE);
        assertThat(approvals.take(LIVE, "resetNode", "one", PLAN))
                .isInstanceOfSatisfying(
                        Approvals.Missing.class,
                        missing -> assertThat(missing.reason()).contains("bob cancelled the approval"));
        assertThat(take("deleteNode", "two")).isFalse();
        assertThat(rows.of(RECOVERY))
                .extracting(GivenApprovals.Approval::withdrawnBy)
                .containsExactly("bob", "bob");
        assertThat(recoveries.timeline).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("approval-cancelled");
            assertThat(entry.message()).isEqualTo("Reset node, Delete node (plan alone): wrong node");
            assertThat(entry.person()).isEqualTo("bob");
        });
    }

    /** Attack: the plan of one recovery is cancelled through another. */
    @Test
    void thePlanOfAnotherRecoveryCannotBeCancelled() {
        approveAlone("resetNode");

        assertThat(pending.cancel("another", "alone", "bob", "x")).isEmpty();
        assertThat(pending.cancel(RECOVERY, "elsewhere", "bob", "x")).isEmpty();
        assertThat(pending.unused("another")).isEmpty();
        clock.pass(MINUTE);
        assertThat(take("resetNode", "one")).isTrue();
    }

    @Test
    void whatHasBegunCannotBeCancelled() {
        approveAlone("resetNode", "deleteNode");
        clock.pass(MINUTE);
        take("resetNode", "one");

        assertThat(pending.cancel(RECOVERY, "alone", "bob", "late")).containsExactly("deleteNode");
        assertThat(pending.cancel(RECOVERY, "alone", "bob", "later")).isEmpty();
        assertThat(take("resetNode", "one")).as("the attempt goes on").isTrue();
    }

    @Test
    void itIsEitherCancelledOrTakenWhenBothHappenAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);

            List<Boolean> answers = atOnce(
                    2,
                    taker -> taker == 0
                            ? take(step, "one")
                            : Boolean.TRUE.equals(
                                    transaction.execute(status -> !pending.cancel(RECOVERY, "b", "bob", "stop")
                                            .isEmpty())));

            assertThat(answers).containsOnlyOnce(true);
        }
    }

    private void approve(String step) {
        var shown = new ShownPlan(
                UUID.randomUUID().toString(), "b", RECOVERY, "node/wk-2", step, "live", "m:1", PLAN, "", Instant.EPOCH);
        plans.insert(List.of(shown));
        rows.insert(List.of(shown), "admin", "it is dead", Duration.ofHours(1), null);
    }

    private void approveAlone(String... steps) {
        List<ShownPlan> bundle = Arrays.stream(steps)
                .map(step -> new ShownPlan(
                        UUID.randomUUID().toString(),
                        "alone",
                        RECOVERY,
                        "node/wk-2",
                        step,
                        "live",
                        "m:1",
                        PLAN,
                        "",
                        Instant.EPOCH))
                .toList();
        plans.insert(bundle);
        rows.insert(bundle, "admin", "it is dead", Duration.ofHours(1), MINUTE);
    }

    /** As a Kaltstart that was just started: it has seen no delay begin. */
    private SingleUseApprovals started() {
        return new SingleUseApprovals(rows, manager, new DelayClock(clock, clock::nanos));
    }

    private boolean take(String step, String execution) {
        return granted(approvals.take(LIVE, step, execution, PLAN));
    }

    private static boolean granted(Approvals.Answer answer) {
        return answer instanceof Approvals.Granted;
    }

    private static RecoveryRecord record(String recovery, Mode mode, String model) {
        return new RecoveryRecord(recovery, "homelab", mode, Subject.node("wk-2"), model, false);
    }

    private static Plan plan(String request) {
        return new Plan(Subject.node("wk-2"), List.of(), List.of(request), List.of("gone"));
    }

    private static final class MovingClock extends Clock {

        private Instant now = Instant.parse("2026-11-28T10:00:00Z");
        private long nanos;

        void pass(Duration time) {
            set(time);
            nanos += time.toNanos();
        }

        /** It is set, or the machine sleeps: it moves, and no time was spent awake. */
        void set(Duration forward) {
            now = now.plus(forward);
        }

        long nanos() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static List<Boolean> atOnce(int takers, IntPredicate take) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(takers);
        var barrier = new CyclicBarrier(takers);
        try {
            List<Callable<Boolean>> calls = IntStream.range(0, takers)
                    .<Callable<Boolean>>mapToObj(taker -> () -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        return take.test(taker);
                    })
                    .toList();
            var answers = new ArrayList<Boolean>();
            for (Future<Boolean> answer : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
