package dev.kaltstart.engine;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import java.time.Instant;
import java.util.List;

/** A step's view of its recovery. */
public interface Run extends Facts {

    /** Id of the recovery. */
    String recovery();

    /** The subject of this execution; in a loop over several nodes, the node of this round. */
    Subject subject();

    Mode mode();

    Cluster cluster();

    /** When this step was first begun, on the clock of the cluster; the same after a crash. */
    Instant began();

    /** Takes effect when the step is done, together with it. Text is cut at what the engine can hold (4000). */
    <T> void set(Fact<T> fact, T value);

    /**
     * What a loop of the model goes over, one round each; the model names the list in its property {@code subjects}.
     * Takes effect when the step is done, together with it.
     */
    default void setSubjects(String list, List<Subject> subjects) {
        throw new UnsupportedOperationException("only a step lists what a loop goes over");
    }
}
