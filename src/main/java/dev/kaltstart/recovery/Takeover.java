package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Decisions;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.recovery.Recoveries.Busy;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks the table {@code processes/takeover} what a start means for the recoveries of the cluster that run. */
@Component
class Takeover {

    private final RecoveryRows rows;
    private final Timeline timeline;
    private final Processes processes;
    private final Decisions decisions;
    private final Clock clock;
    private final TransactionTemplate outside;

    Takeover(
            RecoveryRows rows,
            Timeline timeline,
            Processes processes,
            Decisions decisions,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.rows = rows;
        this.timeline = timeline;
        this.processes = processes;
        this.decisions = decisions;
        this.clock = clock;
        this.outside = new TransactionTemplate(transactions);
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /**
     * Gives the cluster to a recovery whose row has been written, and stops what has to make way.
     *
     * @throws Busy when a recovery that runs does not make way
     */
    void take(RecoveryRows.Row starting) {
        Map<Action, List<RecoveryRows.Row>> running = rows.open(starting.cluster(), null).stream()
                .filter(row -> !row.id().equals(starting.id()) && row.handedOverAt() == null)
                .collect(Collectors.groupingBy(row -> action(starting, row)));
        running.getOrDefault(Action.REFUSE, List.of()).stream().findFirst().ifPresent(row -> {
            throw busy(row.id());
        });
        running.getOrDefault(Action.STOP, List.of()).forEach(row -> stop(row, starting));
        if (starting.mode() != Mode.REHEARSAL) {
            hold(starting);
        }
    }

    private Action action(RecoveryRows.Row starting, RecoveryRows.Row running) {
        Map<String, Object> modes = Map.of(
                "starting", starting.mode().word(),
                "running", running.mode().word());
        String action = String.valueOf(decisions.decide("takeover", modes).get("action"));
        return Action.valueOf(action.toUpperCase(Locale.ROOT));
    }

    private void stop(RecoveryRows.Row running, RecoveryRows.Row starting) {
        String reason = "makes way for the " + starting.mode().word() + " recovery " + starting.id();
        // the engine aborts in a transaction of its own, which must not wait for this one
        outside.executeWithoutResult(status -> {
            timeline.write(running.id(), clock.instant(), "abort", null, reason, starting.person());
            processes.abort(running.id(), reason);
            rows.unlock(running.id());
        });
        String stopped = "the " + running.mode().word() + " " + running.id() + " was stopped to make way";
        timeline.write(starting.id(), clock.instant(), "takeover", null, stopped, null);
    }

    private void hold(RecoveryRows.Row row) {
        rows.holder(row.cluster()).ifPresent(holder -> {
            throw busy(holder);
        });
        try {
            rows.lock(row.cluster(), row.id());
        } catch (DuplicateKeyException e) {
            throw busy("another one that has just begun");
        }
    }

    private static Busy busy(String holder) {
        return new Busy("the cluster already has a running recovery: " + holder, holder);
    }

    private enum Action {
        REFUSE,
        STOP,
        BESIDE
    }
}
