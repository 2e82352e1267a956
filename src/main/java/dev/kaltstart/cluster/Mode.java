package dev.kaltstart.cluster;

import java.util.Locale;

/** Whether a recovery touches the real cluster. */
public enum Mode {
    /** A disaster, on the real cluster. */
    LIVE,
    /** Planned, on the real cluster. */
    DRILL,
    /** On the twin: nothing real is touched. */
    REHEARSAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such mode */
    public static Mode of(String word) {
        for (Mode mode : values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode must be one of live, drill, rehearsal");
    }
}
