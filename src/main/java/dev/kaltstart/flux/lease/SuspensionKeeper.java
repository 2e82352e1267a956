package dev.kaltstart.flux.lease;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Renews the suspensions of recoveries that go on, and lets go of those whose recovery has ended: aborted, failed, or
 * deleted in Cockpit. A cluster that does not answer is asked again.
 */
@Component
class SuspensionKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(SuspensionKeeper.class);

    private final Suspensions suspensions;
    private final Recoveries recoveries;
    private final Clusters clusters;
    private final Clock clock;

    SuspensionKeeper(Suspensions suspensions, Recoveries recoveries, Clusters clusters, Clock clock) {
        this.suspensions = suspensions;
        this.recoveries = recoveries;
        this.clusters = clusters;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void keep() {
        Map<String, List<Suspension>> byRecovery =
                suspensions.open().stream().collect(Collectors.groupingBy(Suspension::recovery));
        byRecovery.forEach((recovery, open) -> {
            try {
                keep(recovery, open);
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} still suspends {}; trying again in a minute: {}",
                        recovery,
                        open.stream().map(row -> row.object().label()).collect(Collectors.joining(", ")),
                        e.getMessage());
            }
        });
    }

    private void keep(String recovery, List<Suspension> open) {
        Suspension first = open.get(0);
        Optional<State> state = recoveries.find(recovery).map(Recoveries.Recovery::state);
        if (state.filter(found -> found == State.HANDED_OVER).isPresent()) {
            // another Kaltstart holds them now
            return;
        }
        if (state.filter(found -> !found.ended()).isPresent()) {
            renew(recovery, open);
        } else if (first.mode() == Mode.REHEARSAL) {
            open.forEach(suspensions::forget);
        } else {
            List<String> said = suspensions.release(open(first), recovery);
            LOG.info("{} has ended; {}", recovery, String.join("; ", said));
            recoveries.note(recovery, "flux", String.join("; ", said), null);
        }
    }

    private void renew(String recovery, List<Suspension> open) {
        List<Suspension> old = open.stream()
                .filter(row -> row.state() == Suspension.State.HELD)
                .filter(row ->
                        row.expiresAt().minus(Suspensions.LEASE.dividedBy(2)).isBefore(clock.instant()))
                .toList();
        if (!old.isEmpty()) {
            suspensions.renew(open(old.get(0)), old);
            LOG.debug("{} still needs {} suspensions", recovery, old.size());
        }
    }

    private Cluster open(Suspension row) {
        return clusters.open(row.cluster(), row.mode(), row.recovery(), Clusters.LOOKING);
    }
}
