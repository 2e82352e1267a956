package dev.kaltstart.twin;

import dev.kaltstart.engine.EngineEvent;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Listens for completed manual tasks. Events missed because Kaltstart died are detected by
 * {@link SimulatedOperator}.
 */
@Component
class ManualTaskListener {

    private final Twins twins;

    ManualTaskListener(Twins twins) {
        this.twins = twins;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void opened(EngineEvent.TaskOpened event) {
        on(
                event.recovery(),
                twin -> ManualActions.opened(
                        twin.world(), event.activity(), event.subject().label()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void completed(EngineEvent.TaskCompleted event) {
        on(
                event.recovery(),
                twin -> ManualActions.completed(
                        twin.world(), event.activity(), event.subject().label()));
    }

    private void on(String recovery, Consumer<Twin> work) {
        twins.working(recovery)
                .ifPresent(twin -> twin.world().on(world -> {
                    work.accept(twin);
                    return world;
                }));
    }
}
