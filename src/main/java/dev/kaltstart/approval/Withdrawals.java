package dev.kaltstart.approval;

import dev.kaltstart.engine.EngineEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Withdraws the unused approvals when a recovery ends or is aborted. */
@Component
class Withdrawals {

    private final ApprovalRows rows;

    Withdrawals(ApprovalRows rows) {
        this.rows = rows;
    }

    @EventListener
    void ended(EngineEvent.RunEnded event) {
        rows.withdrawAll(event.recovery());
    }

    @EventListener
    void aborted(EngineEvent.AbortRequested event) {
        rows.withdrawAll(event.recovery());
    }
}
