package dev.kaltstart.backup;

import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.KnownOutage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What the claims were bound to when the cluster was lost: not long ago, and not what the new cluster has made since. */
@Component
class BindingsBefore {

    /** Claims that were gone for longer than this before the last look were deleted, and not lost. */
    private static final Duration LAST_LOOKS = Duration.ofHours(1);

    private final VolumeLedger ledger;
    private final KnownOutage outage;

    BindingsBefore(VolumeLedger ledger, KnownOutage outage) {
        this.ledger = ledger;
        this.outage = outage;
    }

    /** By claim, as namespace/name. A rehearsal has other volumes than the real cluster, and no ledger of them. */
    Map<String, LedgerEntry> of(Run run) {
        if (run.mode() == Mode.REHEARSAL) {
            return Map.of();
        }
        Instant start = outage.start(run);
        List<LedgerEntry> before = ledger.of(run.cluster().name()).stream()
                .filter(entry -> entry.firstSeen().isBefore(start))
                .toList();
        Instant last = before.stream()
                .map(LedgerEntry::lastSeen)
                .max(Instant::compareTo)
                .orElse(start);
        var bound = new TreeMap<String, LedgerEntry>();
        before.stream()
                .filter(entry -> !entry.lastSeen().isBefore(last.minus(LAST_LOOKS)))
                // the newest of a claim comes first
                .forEach(entry -> bound.putIfAbsent(entry.namespace() + "/" + entry.claim(), entry));
        return bound;
    }
}
