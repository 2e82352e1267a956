package dev.kaltstart.talos;

import java.util.Optional;
import java.util.function.Function;

/** What came back from a node that was asked something. A node that says no is alive; one that says nothing may not be. */
sealed interface Answer<T> {

    /** What came back, for a person. */
    String words();

    record Given<T>(T told) implements Answer<T> {
        @Override
        public String words() {
            return "answers " + told;
        }
    }

    /** It answers, but not with what it was asked for. */
    record Refused<T>(String words) implements Answer<T> {}

    record Silent<T>(String words) implements Answer<T> {}

    default Optional<T> value() {
        return this instanceof Given<T> given ? Optional.of(given.told()) : Optional.empty();
    }

    default boolean given() {
        return this instanceof Given;
    }

    default boolean silent() {
        return this instanceof Silent;
    }

    /** Reads the answer; what cannot be read counts as refused. */
    default <R> Answer<R> read(String wanted, Function<T, Optional<R>> reader) {
        if (this instanceof Given<T> given) {
            return reader.apply(given.told())
                    .<Answer<R>>map(Given::new)
                    .orElseGet(() -> new Refused<>("answers, but not with " + wanted));
        }
        return this instanceof Silent ? new Silent<>(words()) : new Refused<>(words());
    }
}
