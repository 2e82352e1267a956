package dev.kaltstart.engine;

import java.util.Map;
import java.util.Optional;

/** Starts and ends the runs of models. */
public interface Processes {

    boolean exists(String model);

    /** Of a model whose runs are about everything in their cluster. */
    String WHOLE_CLUSTER = "cluster";

    /**
     * What a run of the model is about, by the model's property {@code subject}: {@code node} has to be named at the
     * start, {@link #WHOLE_CLUSTER} takes every alert of the cluster; empty for a part that the run itself finds.
     */
    Optional<String> subject(String model);

    /** What is wrong with the twin of a rehearsal that names no fault, by the model's property {@code fault}. */
    Optional<String> fault(String model);

    /**
     * Starts a model in the caller's transaction; nothing of it runs before that has committed.
     *
     * @return the id of the deployed model
     */
    String start(String model, String recovery, Map<Fact<?>, ?> facts);

    /** Tells a run to take its abort path. Does nothing when it has ended. */
    void abort(String recovery, String reason);

    /** True when something failed and waits for help that the model does not provide. */
    boolean blocked(String recovery);

    /** Messages of the open incidents, by step. */
    Map<StepAddress, String> incidents(String recovery);

    /**
     * Lets a step that ended in an incident try again.
     *
     * @throws java.util.NoSuchElementException when the step has no open incident
     */
    void retry(String recovery, StepAddress step);
}
