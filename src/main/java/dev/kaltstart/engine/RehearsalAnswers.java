package dev.kaltstart.engine;

import java.util.Map;
import java.util.Optional;

/** Checks the answers of a rehearsal before it begins. */
public interface RehearsalAnswers {

    /**
     * Why these answers cannot be given; empty when they can.
     *
     * @param answers id of a task, or of its bean, to field to value
     */
    Optional<String> problem(String model, Map<String, Map<String, Object>> answers);
}
