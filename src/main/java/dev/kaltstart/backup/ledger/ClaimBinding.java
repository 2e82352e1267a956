package dev.kaltstart.backup.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A claim that is bound now.
 *
 * @param backup address of the newest backup of the volume; null when none is known
 */
record ClaimBinding(
        String namespace,
        String claim,
        BoundVolume volume,
        @Nullable String backup) {

    String id() {
        return namespace + "/" + claim;
    }
}
