package dev.kaltstart.engine;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import java.time.Instant;

/** What a step sees of the recovery it works for. */
public interface Run extends Facts {

    /** Id of the recovery. */
    String recovery();

    Mode mode();

    Cluster cluster();

    /** When this step was first begun, on the clock of the cluster; the same after a crash. */
    Instant began();

    /** Takes effect when the step is done, together with it. Text is cut at what the engine can hold (4000). */
    <T> void set(Fact<T> fact, T value);
}
