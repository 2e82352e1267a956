package dev.kaltstart.alert;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Mode;
import org.jspecify.annotations.Nullable;

/**
 * The part of the inventory that an alert is about.
 *
 * @param node name of the node; null when the alert names none
 * @param nodeKnown false when the alert's origin is not a node; null when it names no origin
 */
record AlertTarget(
        Protected cluster, @Nullable String node, @Nullable Boolean nodeKnown) {

    /** The mode of a recovery that an alert starts on this cluster. */
    Mode mode() {
        return cluster.twinOnly() ? Mode.REHEARSAL : Mode.LIVE;
    }
}
