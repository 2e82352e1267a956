package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The result of one turn of a step. */
sealed interface Outcome {

    /** The check is met. */
    record Done(
            String evidence, List<Measurement> measured, Map<String, Object> facts, Map<String, List<Subject>> subjects)
            implements Outcome {}

    /** Look again later; no thread is held until then. */
    record Again(Duration delay) implements Outcome {}

    /** A person must choose, or ({@code fatal}) continuing would destroy data. */
    record Thrown(boolean fatal, String code, String message) implements Outcome {}

    /** The world was not ready. */
    record NotReady(String code, String message) implements Outcome {}

    /** Always an incident, even where the model catches errors. */
    record Blocked(String code, String message) implements Outcome {}

    /** The lease was lost or the run is over: the result is discarded. */
    record Stopped() implements Outcome {}
}
