package dev.kaltstart.backup.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * What a claim was bound to for a time.
 *
 * @param firstSeen at which look; with the claim, it names the entry
 * @param lastSeen at which look; a later one did not show it, or showed something else
 * @param backup address of the newest backup of the volume that was seen; null when there was none
 */
@NamedInterface("ledger")
public record LedgerEntry(
        String namespace,
        String claim,
        Instant firstSeen,
        Instant lastSeen,
        BoundVolume volume,
        @Nullable String backup) {

    String id() {
        return namespace + "/" + claim;
    }

    Duration lived() {
        return Duration.between(firstSeen, lastSeen);
    }
}
