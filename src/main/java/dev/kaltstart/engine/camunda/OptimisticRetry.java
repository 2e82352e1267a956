package dev.kaltstart.engine.camunda;

import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs an action in a transaction of its own, and repeats it after an optimistic-locking conflict on the same run. */
@Component
public class OptimisticRetry {

    private static final int ATTEMPTS = 10;

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
        } catch (OptimisticLockingException e) {
            // another instance, a heartbeat, or a person in Tasklist
            if (attempts <= 1) {
                throw e;
            }
            pause();
            outlast(work, attempts - 1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
