package dev.kaltstart.engine;

import org.jspecify.annotations.Nullable;

/** An observed condition of the world. {@code Unknown} counts neither as met nor as not yet. */
public sealed interface Check {

    /** What was seen, in words for a person. */
    String words();

    /** @param words the evidence */
    record Met(String words) implements Check {}

    /**
     * @param words what is missing
     * @param progress between 0 and 1, where it is known
     */
    record NotYet(String words, @Nullable Double progress) implements Check {}

    /** @param words why nobody can tell */
    record Unknown(String words) implements Check {}

    static Check met(String evidence) {
        return new Met(evidence);
    }

    static Check notYet(String reason) {
        return new NotYet(reason, null);
    }

    static Check notYet(String reason, double progress) {
        return new NotYet(reason, progress);
    }

    static Check unknown(String reason) {
        return new Unknown(reason);
    }
}
