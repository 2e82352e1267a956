package dev.kaltstart.approval;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A run whose facts the test knows. */
public class KnownRun implements Run {

    public static final String RECOVERY = "node-failure-20261123-1000-abcde";

    private final Map<String, Object> facts = new HashMap<>();
    private final Mode mode;
    private Subject subject = Subject.node("wk-2");
    private final Cluster cluster;

    public KnownRun(Mode mode, Cluster cluster) {
        this.mode = mode;
        this.cluster = cluster;
    }

    public KnownRun with(String fact, Object value) {
        facts.put(fact, value);
        return this;
    }

    @Override
    public String recovery() {
        return RECOVERY;
    }

    @Override
    public Subject subject() {
        return subject;
    }

    public KnownRun about(Subject other) {
        subject = other;
        return this;
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Instant began() {
        return cluster.clock().instant();
    }

    @Override
    public <T> void set(Fact<T> fact, T value) {
        facts.put(fact.name(), value);
    }

    /** A value of the wrong type is noticed here, as in the engine. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> Optional<T> find(Fact<T> fact) {
        Object value = facts.get(fact.name());
        if (value instanceof WrongType) {
            throw new ClassCastException("java.lang.String cannot be cast to java.lang.Boolean");
        }
        return Optional.ofNullable((T) value);
    }

    /** A text where something else belongs. */
    public record WrongType(String text) {}
}
