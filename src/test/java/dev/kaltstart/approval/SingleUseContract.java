package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.Happened;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    private final MovingClock clock = new MovingClock();
    private PlanRows plans;
    private ApprovalRows rows;
    private SingleUseApprovals approvals;
    private TransactionTemplate transaction;

    /** A database without tables, or one that an earlier test has used. */
    abstract DataSource database();

    @BeforeEach
    void open() {
        DataSource source = database();
        Flyway.configure().dataSource(source).load().migrate();
        var manager = new JdbcTransactionManager(source);
        plans = new PlanRows(JdbcClient.create(source));
        rows = new ApprovalRows(JdbcClient.create(source), plans, change -> {}, clock);
        approvals = new SingleUseApprovals(rows, manager);
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
        new Withdrawals(rows).ended(new Happened.RunEnded(RECOVERY, Instant.EPOCH, "recovered"));

        assertThat(take("resetNode", "one")).isFalse();
    }

    @Test
    void remembersThePlanOfAnExecutionThatWasKilled() {
        approve("resetNode");
        take("resetNode", "one");

        assertThat(approvals.taken("one")).contains(PLAN);
        assertThat(approvals.taken("two")).isEmpty();
    }

    private void approve(String step) {
        var shown = new ShownPlan(
                UUID.randomUUID().toString(), "b", RECOVERY, "node/wk-2", step, "live", "m:1", PLAN, "", Instant.EPOCH);
        plans.insert(List.of(shown));
        rows.insert(List.of(shown), "admin", "it is dead", Duration.ofHours(1));
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

        void pass(Duration time) {
            now = now.plus(time);
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
