package dev.kaltstart.engine.camunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** A conflict on a run is no answer for a person: an abort once ended with 500 because a step ended at the same time. */
class OptimisticRetryTest {

    private final Transactions transactions = new Transactions();
    private final OptimisticRetry retry = new OptimisticRetry(transactions);
    private final AtomicInteger runs = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void repeatsWhatTheDatabaseEndedAsADeadlock(String state) {
        // as the engine throws it: a batch of statements, in which one was refused
        retry.outlast(() -> failing(
                2,
                new ProcessEngineException(
                        "ENGINE-03004",
                        new RuntimeException(new BatchUpdateException("deadlock detected", state, new int[0])))));

        assertThat(runs).hasValue(3);
        assertThat(transactions.rolledBack).isEqualTo(2);
    }

    @Test
    void repeatsADeadlockOfKaltstartsOwnRows() {
        retry.outlast(() ->
                failing(1, new CannotAcquireLockException("deadlock", new SQLException("deadlock detected", "40P01"))));

        assertThat(runs).hasValue(2);
    }

    @Test
    void repeatsAfterOptimisticLocking() {
        retry.outlast(() -> failing(3, new OptimisticLockingException("another was faster")));

        assertThat(runs).hasValue(4);
    }

    @Test
    void doesNotRepeatWhatFailsForGood() {
        var unique = new ProcessEngineException("ENGINE-03004", new SQLException("duplicate key", "23505"));
        var key = new DuplicateKeyException("there is one", new SQLException("duplicate key", "23505"));

        assertThatThrownBy(() -> retry.outlast(() -> failing(9, unique))).isSameAs(unique);
        assertThatThrownBy(() -> retry.outlast(() -> failing(9, key))).isSameAs(key);
        assertThat(runs).hasValue(2);
    }

    @Test
    void givesUpInTheEnd() {
        var deadlock = new ProcessEngineException("ENGINE-03004", new SQLException("deadlock detected", "40P01"));

        assertThatThrownBy(() -> retry.outlast(() -> failing(99, deadlock))).isSameAs(deadlock);
        assertThat(runs).hasValue(10);
    }

    private void failing(int times, RuntimeException failure) {
        if (runs.incrementAndGet() <= times) {
            throw failure;
        }
    }

    private static final class Transactions extends AbstractPlatformTransactionManager {

        private int rolledBack;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, org.springframework.transaction.TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            rolledBack++;
        }
    }
}
