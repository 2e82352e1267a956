package dev.kaltstart.alert;

import dev.kaltstart.alert.heartbeat.HeartbeatRows;
import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.origin.AlertTargets;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertRefusal;
import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes one alert: the stored alert and the started recovery are committed together, so that the response is reliable.
 * Two simultaneous copies conflict on the inbox's key; the second fails there, retries, and finds the first.
 */
@Component
class AlertDecider {

    private static final int ATTEMPTS = 5;

    private final AlertTargets targets;
    private final HeartbeatRows heartbeats;
    private final AlertFingerprints episodes;
    private final FiringAlerts firing;
    private final ResolvedAlerts resolved;
    private final Recoveries recoveries;
    private final TransactionTemplate transaction;

    AlertDecider(
            AlertTargets targets,
            HeartbeatRows heartbeats,
            AlertFingerprints episodes,
            FiringAlerts firing,
            ResolvedAlerts resolved,
            Recoveries recoveries,
            PlatformTransactionManager transactions) {
        this.targets = targets;
        this.heartbeats = heartbeats;
        this.episodes = episodes;
        this.firing = firing;
        this.resolved = resolved;
        this.recoveries = recoveries;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @throws AlertRefusal.Refused when the alert is invalid */
    AlertAnswer take(Alert alert) {
        AlertTarget target = targets.find(alert);
        heartbeats.received(alert, target);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return alert.firing() ? fired(alert, target) : committed(() -> resolved.decide(alert, target));
            } catch (DuplicateKeyException | TransientDataAccessException raced) {
                // outside of the transaction, which is lost: the next attempt sees the winner
            }
        }
        throw Problem.unavailable("Too many requests for the same alert; nothing was decided.");
    }

    private AlertAnswer fired(Alert alert, AlertTarget target) {
        try {
            return committed(() -> firing.decide(episodes.identified(alert, target), target));
        } catch (Recoveries.Busy busy) {
            return committed(() -> firing.decideWithoutStart(episodes.identified(alert, target), target, holder(busy)));
        } catch (Recoveries.Unacceptable unacceptable) {
            return committed(() -> firing.decideWithoutStart(episodes.identified(alert, target), target, null));
        }
    }

    /** A holder that has not committed yet is invisible; the next attempt will see it. */
    private String holder(Recoveries.Busy busy) {
        return recoveries
                .find(busy.holder())
                .map(Recoveries.Recovery::id)
                .orElseThrow(() -> new CannotAcquireLockException("the holder of the cluster is not visible yet"));
    }

    private AlertAnswer committed(Supplier<AlertAnswer> decision) {
        return Objects.requireNonNull(transaction.execute(status -> decision.get()));
    }
}
