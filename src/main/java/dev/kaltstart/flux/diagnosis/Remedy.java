package dev.kaltstart.flux.diagnosis;

import java.util.Locale;

/** Ways out of a drift, the one whose trouble is the most dangerous first. */
public enum Remedy {
    CONTROLLERS,
    GIT,
    KEY,
    REVERT,
    OWNERS,
    OVERWRITE,
    JUDGE,
    NOTHING;

    /** As models know it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Remedy of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Changes what Flux applies, or may come to that. */
    boolean changes() {
        return this == REVERT || this == OVERWRITE || this == JUDGE;
    }
}
