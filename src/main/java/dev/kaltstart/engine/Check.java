package dev.kaltstart.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An observed condition of the world. {@code Unknown} counts neither as met nor as not yet. */
public sealed interface Check {

    /** The observation, as a sentence for a person. */
    String message();

    /**
     * @param message the evidence as a sentence
     * @param measured the values in it
     */
    record Met(String message, List<Measurement> measured) implements Check {

        public Met {
            measured = List.copyOf(measured);
        }
    }

    /**
     * @param message what is missing
     * @param progress between 0 and 1, where it is known
     */
    record NotYet(String message, @Nullable Double progress) implements Check {}

    /** @param message why the state cannot be determined */
    record Unknown(String message) implements Check {}

    static Check met(String evidence, Measurement... measured) {
        return new Met(evidence, List.of(measured));
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
