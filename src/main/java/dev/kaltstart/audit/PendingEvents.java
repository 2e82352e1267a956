package dev.kaltstart.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * The events of a transaction, appended right before its commit; later ones, from after-commit callbacks,
 * are appended in a transaction of their own. Thread-bound.
 */
final class PendingEvents implements TransactionSynchronization {

    private final List<AuditEvent> events = new ArrayList<>();
    private final Function<List<AuditEvent>, ChainHead> append;
    private final Consumer<List<AuditEvent>> appendLate;
    private final Consumer<ChainHead> committed;
    private @Nullable ChainHead head;
    private boolean open = true;

    PendingEvents(
            Function<List<AuditEvent>, ChainHead> append,
            Consumer<List<AuditEvent>> appendLate,
            Consumer<ChainHead> committed) {
        this.append = append;
        this.appendLate = appendLate;
        this.committed = committed;
    }

    void add(AuditEvent event) {
        events.add(event);
    }

    /** False once appended: later events need a transaction of their own. */
    boolean open() {
        return open;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        open = false;
        head = append.apply(events);
    }

    @Override
    public void afterCommit() {
        if (head != null) {
            committed.accept(head);
        }
    }

    @Override
    public void afterCompletion(int status) {
        if (open && status == STATUS_COMMITTED) {
            open = false;
            appendLate.accept(events);
        }
    }
}
