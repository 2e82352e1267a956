package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
        rows = new ApprovalRows(JdbcClient.create(source), Clock.systemUTC());
        approvals = new SingleUseApprovals(rows, manager);
        transaction = new TransactionTemplate(manager);
        JdbcClient.create(source).sql("delete from approval").update();
    }

    @Test
    void nothingIsAllowedUnasked() {
        assertThat(approvals.take(RECOVERY, "resetNode", "one")).isFalse();
    }

    @Test
    void oneApprovalAllowsOneAttempt() {
        approve("resetNode");

        assertThat(approvals.take(RECOVERY, "resetNode", "one")).isTrue();
        assertThat(approvals.take(RECOVERY, "resetNode", "two")).isFalse();
    }

    @Test
    void theSameExecutionIsToldYesAgain() {
        approve("resetNode");
        approvals.take(RECOVERY, "resetNode", "one");

        assertThat(approvals.take(RECOVERY, "resetNode", "one")).isTrue();
    }

    @Test
    void anApprovalIsForOneStepOfOneRecovery() {
        approve("resetNode");

        assertThat(approvals.take(RECOVERY, "deleteNode", "one")).isFalse();
        assertThat(approvals.take("another", "resetNode", "one")).isFalse();
    }

    @Test
    void aWithdrawnApprovalAllowsNothing() {
        approve("resetNode");
        rows.withdraw(RECOVERY, "resetNode");

        assertThat(approvals.take(RECOVERY, "resetNode", "one")).isFalse();
    }

    @Test
    void withdrawingLeavesAloneWhatHasBeenUsed() {
        approve("resetNode");
        approvals.take(RECOVERY, "resetNode", "one");
        rows.withdraw(RECOVERY, "resetNode");

        assertThat(rows.of(RECOVERY)).singleElement().satisfies(approval -> {
            assertThat(approval.takenAt()).isNotNull();
            assertThat(approval.withdrawnAt()).isNull();
        });
    }

    @Test
    void staysUsedWhenTheTransactionAroundItIsRolledBack() {
        approve("resetNode");

        transaction.executeWithoutResult(status -> {
            approvals.take(RECOVERY, "resetNode", "one");
            status.setRollbackOnly();
        });

        assertThat(approvals.take(RECOVERY, "resetNode", "two")).isFalse();
    }

    @Test
    void onlyOneOfManyTakersAtOnceGetsIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> approvals.take(RECOVERY, step, "execution-" + taker));

            assertThat(answers).containsOnlyOnce(true);
        }
    }

    @Test
    void twoApprovalsAllowTwoOfManyTakersAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> approvals.take(RECOVERY, step, "execution-" + taker));

            assertThat(answers).filteredOn(answer -> answer).hasSize(2);
        }
    }

    @Test
    void oneExecutionThatAsksManyTimesAtOnceUsesUpOne() throws Exception {
        for (int round = 0; round < 10; round++) {
            String step = "resetNode" + round;
            approve(step);
            approve(step);

            List<Boolean> answers = atOnce(6, taker -> approvals.take(RECOVERY, step, "the same"));

            assertThat(answers).containsOnly(true);
            assertThat(approvals.take(RECOVERY, step, "another")).isTrue();
            assertThat(approvals.take(RECOVERY, step, "a third")).isFalse();
        }
    }

    private void approve(String step) {
        rows.insert(RECOVERY, List.of(step), "admin", "it is dead", "$ talosctl reset");
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
