package dev.kaltstart.engine.camunda;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs an action in a transaction of its own, and repeats it after a conflict with another on the same run: one that the
 * engine finds by optimistic locking, or that the database ends as a deadlock.
 */
@Component
public class OptimisticRetry {

    private static final int ATTEMPTS = 10;

    /**
     * PostgreSQL's serialization_failure and deadlock_detected (its documentation, "PostgreSQL Error Codes"); H2 uses the
     * first for both. All of the transaction is rolled back.
     */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    private static final int DEEPEST = 20;

    private final TransactionTemplate transaction;

    OptimisticRetry(PlatformTransactionManager transactions) {
        transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    public void outlast(Runnable work) {
        outlast(work, ATTEMPTS);
    }

    private void outlast(Runnable work, int attempts) {
        try {
            transaction.executeWithoutResult(status -> work.run());
        } catch (ProcessEngineException | TransientDataAccessException e) {
            // another instance, a heartbeat, or a person in Tasklist
            if (attempts <= 1 || !(e instanceof OptimisticLockingException || isRolledBack(e))) {
                throw e;
            }
            pause();
            outlast(work, attempts - 1);
        }
    }

    private static boolean isRolledBack(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && ROLLED_BACK.contains(sql.getSQLState()));
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
