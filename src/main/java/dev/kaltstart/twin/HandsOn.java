package dev.kaltstart.twin;

import dev.kaltstart.engine.Happened;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Listens for completed manual tasks. Events missed because Kaltstart died are detected by
 * {@link Person}.
 */
@Component
class HandsOn {

    private final Twins twins;

    HandsOn(Twins twins) {
        this.twins = twins;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void opened(Happened.TaskOpened event) {
        on(event.recovery(), twin -> Hands.opened(twin.world(), event.activity()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void completed(Happened.TaskCompleted event) {
        on(event.recovery(), twin -> Hands.completed(twin.world(), event.activity()));
    }

    private void on(String recovery, Consumer<Twin> work) {
        twins.working(recovery)
                .ifPresent(twin -> twin.world().on(world -> {
                    work.accept(twin);
                    return world;
                }));
    }
}
