package dev.kaltstart.talos;

import java.util.Optional;
import java.util.function.Function;

/** The answer of a node. A node that refuses is alive; a silent one may not be. */
public sealed interface Answer<T> {

    /** A description for people. */
    String message();

    record Given<T>(T told) implements Answer<T> {
        @Override
        public String message() {
            return "answers " + told;
        }
    }

    /** The node answers with an error or with unusable output. */
    record Refused<T>(String message) implements Answer<T> {}

    record Silent<T>(String message) implements Answer<T> {}

    default Optional<T> value() {
        return this instanceof Given<T> given ? Optional.of(given.told()) : Optional.empty();
    }

    default boolean given() {
        return this instanceof Given;
    }

    default boolean silent() {
        return this instanceof Silent;
    }

    /** Parses the answer; an answer that cannot be parsed counts as refused. */
    default <R> Answer<R> read(String wanted, Function<T, Optional<R>> reader) {
        if (this instanceof Given<T> given) {
            return reader.apply(given.told())
                    .<Answer<R>>map(Given::new)
                    .orElseGet(() -> new Refused<>("answers, but not with " + wanted));
        }
        return this instanceof Silent ? new Silent<>(message()) : new Refused<>(message());
    }
}
