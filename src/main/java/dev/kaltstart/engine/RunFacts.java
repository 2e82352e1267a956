package dev.kaltstart.engine;

import dev.kaltstart.cluster.Mode;
import java.util.Set;

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

    /** The fact behind that failure: {@code DRAIN_BLOCKED}. */
    public static final Fact<String> FAILURE_CODE = Fact.text("failureCode");

    private RunFacts() {}

    /** @throws IllegalStateException for a fact that belongs to another step */
    public static void requireOwn(Fact<?> fact, Set<Fact<?>> writes) {
        if (writes.stream().noneMatch(own -> own.name().equals(fact.name()))) {
            throw new IllegalStateException("the fact '" + fact.name() + "' is not declared in writes()");
        }
    }

    public static Object storable(Object value) {
        return value instanceof String text ? VariableLimits.cut(text) : value;
    }
}
