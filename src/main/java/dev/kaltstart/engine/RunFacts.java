package dev.kaltstart.engine;

import dev.kaltstart.cluster.Mode;

/**
 * The variables every run has from its start; each call activity hands them on. Recovery, cluster and mode are there for
 * people and forms: Kaltstart itself reads the recovery's row.
 */
public final class RunFacts {

    public static final Fact<String> RECOVERY = Fact.text("recovery");
    public static final Fact<String> CLUSTER = Fact.text("cluster");
    public static final Fact<Mode> MODE = Fact.of("mode", Mode::word, Mode::of);

    /** Why the last step gave up and a person is asked. */
    public static final Fact<String> PROBLEM = Fact.text("problem");

    private RunFacts() {}

    static Object storable(Object value) {
        return value instanceof String text ? Text.cut(text) : value;
    }
}
