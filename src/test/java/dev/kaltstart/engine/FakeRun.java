package dev.kaltstart.engine;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run whose facts lie in a map, encoded as the engine keeps them. */
public final class FakeRun implements Run {

    public static final String RECOVERY = "node-failure-20261123-1000-abcde";

    private final Map<String, Object> facts = new HashMap<>();
    private final Cluster cluster;
    private @Nullable Set<Fact<?>> writes;
    private String recovery = RECOVERY;
    private Instant began;
    private @Nullable Subject subject;
    private Mode mode = Mode.REHEARSAL;

    private FakeRun(Cluster cluster) {
        this.cluster = cluster;
        this.began = cluster.clock().instant();
    }

    /** It begins now, on the clock of the cluster. */
    public static FakeRun on(Cluster cluster) {
        return new FakeRun(cluster);
    }

    public <T> FakeRun with(Fact<T> fact, T value) {
        set(fact, value);
        return this;
    }

    /** As the engine has it, which may be of the wrong type. */
    public FakeRun withRaw(String fact, Object value) {
        facts.put(fact, value);
        return this;
    }

    @Override
    public String recovery() {
        return recovery;
    }

    public FakeRun in(Mode other) {
        mode = other;
        return this;
    }

    public FakeRun of(String other) {
        recovery = other;
        return this;
    }

    public FakeRun about(Subject other) {
        subject = other;
        return this;
    }

    /** As it was set, or the node that the run knows as a fact; without one, the whole cluster. */
    @Override
    public Subject subject() {
        if (subject != null) {
            return subject;
        }
        Object node = facts.get("node");
        return node == null ? new Subject.WholeCluster() : Subject.node(String.valueOf(node));
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    private final Map<String, List<Subject>> lists = new HashMap<>();

    @Override
    public void setSubjects(String list, List<Subject> subjects) {
        lists.put(list, List.copyOf(subjects));
    }

    /** What a step has listed for a loop. */
    public List<Subject> subjects(String list) {
        return lists.getOrDefault(list, List.of());
    }

    public FakeRun began(Instant when) {
        began = when;
        return this;
    }

    @Override
    public Instant began() {
        return began;
    }

    @Override
    public <T> Optional<T> find(Fact<T> fact) {
        return Optional.ofNullable(facts.get(fact.name())).map(fact::decode);
    }

    /** Only these facts while something is done. */
    <T> T taking(Set<Fact<?>> own, Supplier<T> work) {
        writes = own;
        try {
            return work.get();
        } finally {
            writes = null;
        }
    }

    @Override
    public <T> void set(Fact<T> fact, T value) {
        if (writes != null) {
            RunFacts.requireOwn(fact, writes);
        }
        facts.put(fact.name(), fact.encode(value));
    }
}
