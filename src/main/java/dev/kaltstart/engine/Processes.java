package dev.kaltstart.engine;

import java.util.Map;
import java.util.Optional;

/** Starts and ends the runs of models. */
public interface Processes {

    boolean exists(String model);

    /** What a run of the model has to be told it is about, by the model's own property {@code subject}; empty for none. */
    Optional<String> subject(String model);

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
