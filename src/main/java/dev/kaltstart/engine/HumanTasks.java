package dev.kaltstart.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The open tasks of people. */
public interface HumanTasks {

    List<Open> open(String recovery);

    /**
     * Completes a task in a person's name.
     *
     * @throws HumanTask.Refused when the answers are not accepted
     * @throws IllegalStateException when the task is not open any more
     */
    void complete(String task, String person, Map<String, Object> answers);

    /**
     * Ends the recovery of a task as failed: whoever answers has no other answer than those that led back here.
     *
     * @throws IllegalStateException when the task is not open any more
     */
    void giveUp(String task, String person, String reason);

    /** The example answers that the form of a task declares, for rehearsals. */
    Map<String, Object> exampleAnswers(Open task);

    /**
     * @param id of this very task
     * @param activity its id in the model
     * @param model the process that has the task
     */
    record Open(
            String id, String recovery, Subject subject, String activity, String model, String name, Instant since) {}
}
