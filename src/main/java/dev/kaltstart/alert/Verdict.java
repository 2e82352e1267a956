package dev.kaltstart.alert;

import dev.kaltstart.engine.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The result of the table.
 *
 * @param scenario null when the alert is ignored
 * @param subject what a recovery would be about; null when a person has to choose the control plane
 * @param ignored why it is ignored; null when it is not
 */
record Verdict(
        @Nullable String scenario,
        @Nullable Subject subject,
        Action action,
        @Nullable IgnoreReason ignored) {

    static final Verdict NOTHING = new Verdict(null, new Subject.WholeCluster(), Action.IGNORE, null);

    /** The node's name; null for the whole cluster, and when a person has to choose. */
    @Nullable
    String node() {
        return subject instanceof Subject.OfNode node ? node.label() : null;
    }

    /** The table's output values. */
    enum Action {
        START,
        PROPOSE,
        ATTACH,
        IGNORE,
        REFUSE
    }
}
