package dev.kaltstart.alert;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What of the inventory an alert is about.
 *
 * @param node its name; null when the alert names none
 * @param nodeKnown false when the alert comes from somewhere that is no node; null when it does not say where from
 */
record Target(
        Protected cluster, @Nullable String node, @Nullable Boolean nodeKnown) {

    /** How a recovery of this cluster is run because of an alert. */
    Mode mode() {
        return cluster.twinOnly() ? Mode.REHEARSAL : Mode.LIVE;
    }
}
