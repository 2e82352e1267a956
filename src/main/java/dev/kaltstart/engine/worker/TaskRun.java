package dev.kaltstart.engine.worker;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The run as a step sees it: facts as they were when the step began; what it sets is written when it is done. */
public class TaskRun implements Run {

    private final Facts known;
    private final RecoveryRecord recovery;
    private final Subject subject;
    private final Map<String, Object> set = new ConcurrentHashMap<>();
    private final Map<String, List<Subject>> lists = new ConcurrentHashMap<>();
    private final Cluster looking;
    private volatile Cluster cluster;
    private Set<Fact<?>> writes = Set.of();
    private final Instant began;

    public TaskRun(Facts known, RecoveryRecord recovery, Subject subject, Cluster cluster, Instant began) {
        this.known = known;
        this.recovery = recovery;
        this.subject = subject;
        this.looking = cluster;
        this.cluster = cluster;
        this.began = began;
    }

    @Override
    public String recovery() {
        return recovery.recovery();
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public Mode mode() {
        return recovery.mode();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Instant began() {
        return began;
    }

    @Override
    public <T> Optional<T> find(Fact<T> fact) {
        return new KnownFacts(set).find(fact).or(() -> known.find(fact));
    }

    /** Until the step has said which facts are its own, it has none. */
    void own(Set<Fact<?>> facts) {
        writes = facts;
    }

    @Override
    public <T> void set(Fact<T> fact, T value) {
        RunFacts.requireOwn(fact, writes);
        set.put(fact.name(), RunFacts.storable(fact.encode(value)));
    }

    @Override
    public void setSubjects(String list, List<Subject> subjects) {
        lists.put(list, List.copyOf(subjects));
    }

    /** Commands are remembered while the step acts, and only then: a check must see the world as it is now. */
    void acting(Cluster remembering, Runnable act) {
        cluster = remembering;
        try {
            act.run();
        } finally {
            cluster = looking;
        }
    }

    Map<String, Object> toWrite() {
        return Map.copyOf(set);
    }

    Map<String, List<Subject>> lists() {
        return Map.copyOf(lists);
    }
}
