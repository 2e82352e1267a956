package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What one turn of a step came to. */
sealed interface Outcome {

    /** The check is met. */
    record Done(
            String evidence, List<Measurement> measured, Map<String, Object> facts, Map<String, List<Subject>> subjects)
            implements Outcome {}

    /** Look again later; no thread is held until then. */
    record Again(Duration delay) implements Outcome {}

    /** A person must choose, or ({@code fatal}) going on would destroy data. */
    record Thrown(boolean fatal, String code, String message) implements Outcome {}

    /** The world was not ready. */
    record NotReady(String code, String message) implements Outcome {}

    /** Not for the model to handle: an incident, whatever it would catch. */
    record Blocked(String code, String message) implements Outcome {}

    /** The lease was lost or the run is over: whatever this was, it is nobody's business any more. */
    record Stopped() implements Outcome {}
}
