package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertRefusal;
import dev.kaltstart.alert.payload.Source;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.recovery.Recoveries;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides on a firing alert, within one transaction. */
@Component
class FiringAlerts {

    private static final double SPEED = 60;

    private final Inbox inbox;
    private final ClusterStartLock turns;
    private final ActiveRecoveries running;
    private final Triage triage;
    private final Recoveries recoveries;
    private final Clock clock;

    FiringAlerts(
            Inbox inbox,
            ClusterStartLock turns,
            ActiveRecoveries running,
            Triage triage,
            Recoveries recoveries,
            Clock clock) {
        this.inbox = inbox;
        this.turns = turns;
        this.running = running;
        this.triage = triage;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    /**
     * @throws AlertRefusal.Refused when the table refuses it
     * @throws Recoveries.Busy when another recovery holds the cluster
     * @throws Recoveries.Unacceptable when the recovery cannot be started
     */
    AlertAnswer decide(Alert alert, AlertTarget target) {
        return again(alert).orElseGet(() -> first(alert, target));
    }

    /** The fallback after a refused start: attach to the recovery that holds the cluster, or propose one. */
    AlertAnswer decideWithoutStart(Alert alert, AlertTarget target, @Nullable String holder) {
        return again(alert).orElseGet(() -> {
            Verdict verdict = triage.judge(alert, target, ActiveRecoveries.Found.NONE);
            return holder == null
                    ? keep(alert, target, verdict, Decision.PROPOSED)
                    : attach(alert, target, verdict, holder);
        });
    }

    private Optional<AlertAnswer> again(Alert alert) {
        return inbox.find(alert).map(known -> {
            inbox.again(alert, clock.instant());
            return AlertAnswer.of(
                    alert,
                    known.overBeforeItFired() ? Decision.IGNORED : Decision.DUPLICATE,
                    known.scenario(),
                    known.recovery());
        });
    }

    private AlertAnswer first(Alert alert, AlertTarget target) {
        ActiveRecoveries.Found found = running.about(target);
        Verdict verdict = triage.judge(alert, target, found);
        return switch (verdict.action()) {
            case START -> startUnlessOwn(alert, target, verdict);
            case PROPOSE -> keep(alert, target, verdict, Decision.PROPOSED);
            case ATTACH -> attach(alert, target, verdict, found.closest().id());
            case IGNORE -> ignore(alert, target, verdict);
            case REFUSE -> throw (target.contradictory() ? AlertRefusal.TWO_NODES : AlertRefusal.NO_NODE).refused();
        };
    }

    /** Alerts that Kaltstart raised itself are only proposed, never started. */
    private AlertAnswer startUnlessOwn(Alert alert, AlertTarget target, Verdict verdict) {
        return alert.source() == Source.KALTSTART
                ? keep(alert, target, verdict, Decision.PROPOSED)
                : startInTurn(alert, target);
    }

    /** Checks again under the cluster's lock: another alert about the same node may have started the recovery meanwhile. */
    private AlertAnswer startInTurn(Alert alert, AlertTarget target) {
        turns.take(target.cluster().name());
        ActiveRecoveries.Found found = running.about(target);
        Verdict verdict = triage.judge(alert, target, found);
        return found.same() || verdict.action() == Verdict.Action.ATTACH
                ? attach(alert, target, verdict, found.closest().id())
                : start(alert, target, verdict);
    }

    private AlertAnswer start(Alert alert, AlertTarget target, Verdict verdict) {
        InboxEntry entry = entry(alert, target, verdict, Decision.STARTED, null);
        inbox.add(entry);
        String recovery = recoveries
                .start(ProposedRecovery.of(entry, entry.subject())
                        .request(alert.source().word(), null, rehearsal(target)))
                .id();
        inbox.started(alert, recovery);
        return AlertAnswer.of(alert, Decision.STARTED, verdict.scenario(), recovery);
    }

    private static Rehearsals.@Nullable Settings rehearsal(AlertTarget target) {
        return target.cluster().twinOnly() ? new Rehearsals.Settings(false, SPEED, List.of(), Map.of()) : null;
    }

    private AlertAnswer attach(Alert alert, AlertTarget target, Verdict verdict, String recovery) {
        InboxEntry entry = entry(alert, target, verdict, Decision.ATTACHED, recovery);
        inbox.add(entry);
        recoveries.note(recovery, "alert", ProposedRecovery.label(entry), null);
        return AlertAnswer.of(alert, Decision.ATTACHED, verdict.scenario(), recovery);
    }

    private AlertAnswer ignore(Alert alert, AlertTarget target, Verdict verdict) {
        inbox.add(entry(alert, target, verdict, Decision.IGNORED, null));
        return AlertAnswer.ignored(alert, verdict);
    }

    private AlertAnswer keep(Alert alert, AlertTarget target, Verdict verdict, Decision decision) {
        inbox.add(entry(alert, target, verdict, decision, null));
        return AlertAnswer.of(alert, decision, verdict.scenario(), null);
    }

    private InboxEntry entry(
            Alert alert, AlertTarget target, Verdict verdict, Decision decision, @Nullable String recovery) {
        return InboxEntry.first(alert, target, decision, verdict, recovery, clock.instant());
    }
}
