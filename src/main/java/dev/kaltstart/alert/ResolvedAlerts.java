package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.recovery.Recoveries;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides on a resolved alert, within one transaction. It never starts or ends a recovery: a recovery in progress is not
 * finished because a node responds again.
 */
@Component
class ResolvedAlerts {

    private final Inbox inbox;
    private final Recoveries recoveries;
    private final Clock clock;

    ResolvedAlerts(Inbox inbox, Recoveries recoveries, Clock clock) {
        this.inbox = inbox;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    AlertAnswer decide(Alert alert, AlertTarget target) {
        Optional<InboxEntry> fired = inbox.find(alert);
        return fired.isEmpty() ? neverFired(alert, target) : over(alert, fired.get());
    }

    /** Stored, so that a late firing alert is known to be resolved. */
    private AlertAnswer neverFired(Alert alert, AlertTarget target) {
        Instant now = clock.instant();
        inbox.add(InboxEntry.first(alert, target, Decision.IGNORED, Verdict.NOTHING, null, now));
        if (!alert.dated()) {
            inbox.date(alert, now);
        }
        return AlertAnswer.of(alert, Decision.IGNORED, null, null);
    }

    /** A series that vanished is no proof of health. */
    private static String end(Alert alert) {
        return alert.measured() ? " is resolved" : " is no longer measured; its sender calls that resolved";
    }

    private AlertAnswer over(Alert alert, InboxEntry fired) {
        boolean news = inbox.resolve(alert, clock.instant());
        inbox.again(alert, clock.instant());
        if (!alert.dated()) {
            inbox.date(alert, fired.beganAt());
        }
        if (fired.recovery() == null) {
            return AlertAnswer.of(alert, Decision.IGNORED, fired.scenario(), null);
        }
        if (!news) {
            return AlertAnswer.of(alert, Decision.DUPLICATE, fired.scenario(), fired.recovery());
        }
        recoveries.note(fired.recovery(), "alert", ProposedRecovery.label(fired) + end(alert), null);
        return AlertAnswer.of(alert, Decision.ATTACHED, fired.scenario(), fired.recovery());
    }
}
