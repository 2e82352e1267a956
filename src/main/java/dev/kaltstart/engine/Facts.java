package dev.kaltstart.engine;

import java.util.Optional;

/** The facts of a run, to be read. */
public interface Facts {

    /** @throws IllegalStateException when the fact is not known */
    default <T> T get(Fact<T> fact) {
        return find(fact)
                .orElseThrow(() -> new IllegalStateException("the fact '" + fact.name()
                        + "' is not known here; the model must set it, or hand it to the called process"));
    }

    <T> Optional<T> find(Fact<T> fact);

    default boolean is(Fact<Boolean> flag) {
        return find(flag).orElse(false);
    }
}
