package dev.kaltstart.alert;

import org.jspecify.annotations.Nullable;

/**
 * What the table says.
 *
 * @param scenario null when the alert is ignored
 * @param subject the node that it would be about; null for the whole cluster
 */
record Verdict(@Nullable String scenario, @Nullable String subject, Action action) {

    static final Verdict NOTHING = new Verdict(null, null, Action.IGNORE);

    /** The words of the table. */
    enum Action {
        START,
        PROPOSE,
        ATTACH,
        IGNORE,
        REFUSE
    }
}
