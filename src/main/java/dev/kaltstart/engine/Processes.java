package dev.kaltstart.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts and ends the runs of models. */
public interface Processes {

    boolean exists(String model);

    /** The subject of a model whose runs are about the whole cluster. */
    String WHOLE_CLUSTER = "cluster";

    /**
     * The subject of a model's runs, from its property {@code subject}: a {@code node} or a {@code namespace} has to be
     * named at the start, {@link #WHOLE_CLUSTER} takes every alert of the cluster; empty for a part that the run itself finds.
     */
    Optional<String> subject(String model);

    /** The twin's default fault in rehearsals of the model, from its property {@code fault}. */
    Optional<String> fault(String model);

    /**
     * What the applications depend on and a model recovers, from its property {@code objective}; empty for the control
     * plane. Names the objective that its runs are measured against.
     */
    Optional<String> objective(String model);

    /** The time that a scenario may take in which the cluster works all the time; empty where the cluster's objectives count. */
    default Optional<Duration> within(String scenario) {
        return Optional.empty();
    }

    /** Whether a model only drills, from its property {@code drill}: it never runs live. */
    boolean drill(String model);

    /**
     * Starts a model in the caller's transaction; nothing of it runs before that has committed.
     *
     * @return the id of the deployed model
     */
    String start(String model, String recovery, Map<Fact<?>, ?> facts);

    /** Sends a run onto its abort path. Does nothing when it has ended. */
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
