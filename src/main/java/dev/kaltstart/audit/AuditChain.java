package dev.kaltstart.audit;

import dev.kaltstart.shell.Home;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Appends to the chain. Thread-safe, also between several Kaltstarts on one database. */
@Component
class AuditChain {

    private final AuditRows rows;
    private final KeptHead kept;
    private final TransactionTemplate ownTransaction;

    @Autowired
    AuditChain(AuditRows rows, Home home, PlatformTransactionManager transactions) {
        this(rows, new KeptHead(new HeadFile(home.root())), transactions);
    }

    AuditChain(AuditRows rows, KeptHead kept, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.kept = kept;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Joins the transaction of the recorded change, if any: both are committed, or neither. */
    void record(AuditEvent event) {
        Optional<PendingEvents> pending = pending();
        if (pending.isPresent()) {
            pending.get().add(event);
        } else {
            appendAlone(List.of(event));
        }
    }

    /** The head is locked last: holding it while waiting for another row could deadlock. */
    private Optional<PendingEvents> pending() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return Optional.empty();
        }
        Optional<PendingEvents> known = TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(PendingEvents.class::isInstance)
                .map(PendingEvents.class::cast)
                .findFirst();
        if (known.isPresent()) {
            return known.filter(PendingEvents::open);
        }
        var pending = new PendingEvents(this::append, this::appendAlone, kept::advance);
        TransactionSynchronizationManager.registerSynchronization(pending);
        return Optional.of(pending);
    }

    private void appendAlone(List<AuditEvent> events) {
        kept.advance(Objects.requireNonNull(ownTransaction.execute(status -> append(events))));
    }

    private ChainHead append(List<AuditEvent> events) {
        ChainHead head = rows.lockHead();
        compare(head);
        if (kept.head().isEmpty() && !kept.contradicted() && head.events() > 0) {
            head = append(
                    head,
                    AuditEvent.of(
                            events.get(0).at(),
                            "audit-head-made",
                            null,
                            "there was no " + HeadFile.NAME + " here; the chain had " + head.events() + " events"));
        }
        for (AuditEvent event : events) {
            head = append(head, event);
        }
        rows.moveHead(head);
        return head;
    }

    private ChainHead append(ChainHead head, AuditEvent event) {
        AuditLink link = AuditLink.after(head, event);
        rows.insert(link);
        return link.head();
    }

    private void compare(ChainHead head) {
        kept.head().ifPresent(known -> {
            boolean same = known.events() <= head.events()
                    && rows.hashAt(known.events()).filter(known.hash()::equals).isPresent();
            if (!same) {
                kept.contradict("event " + known.events() + " is not the one that was written");
            }
        });
    }
}
