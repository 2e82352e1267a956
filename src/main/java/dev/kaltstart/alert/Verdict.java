package dev.kaltstart.alert;

import org.jspecify.annotations.Nullable;

/**
 * The result of the table.
 *
 * @param scenario null when the alert is ignored
 * @param subject the node that a recovery would be about; null for the whole cluster
 */
record Verdict(@Nullable String scenario, @Nullable String subject, Action action) {

    static final Verdict NOTHING = new Verdict(null, null, Action.IGNORE);

    /** The table's output values. */
    enum Action {
        START,
        PROPOSE,
        ATTACH,
        IGNORE,
        REFUSE
    }
}
