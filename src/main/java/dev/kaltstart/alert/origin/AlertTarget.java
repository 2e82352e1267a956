package dev.kaltstart.alert.origin;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the inventory that an alert is about, looked up once. */
public record AlertTarget(Protected cluster, AlertOrigin origin) {

    /** The mode of a recovery that an alert starts on this cluster. */
    public Mode mode() {
        return cluster.twinOnly() ? Mode.REHEARSAL : Mode.LIVE;
    }

    public Optional<Node> node() {
        return origin instanceof AlertOrigin.OneNode found ? Optional.of(found.node()) : Optional.empty();
    }

    public Optional<Subject> subject() {
        return node().map(node -> new Subject.OfNode(node.name()));
    }

    /** False when the alert's origin is not one node; null when it names no origin. */
    public @Nullable Boolean nodeKnown() {
        return origin instanceof AlertOrigin.NotSaid ? null : (Boolean) (origin instanceof AlertOrigin.OneNode);
    }

    public boolean contradictory() {
        return origin instanceof AlertOrigin.Contradiction;
    }
}
