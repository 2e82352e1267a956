package dev.kaltstart.engine;

import dev.kaltstart.engine.StepHistory.Execution;
import java.util.List;
import java.util.Map;

/** The steps that are done, of many recoveries at a time. */
public interface DoneSteps {

    /** By recovery, in the order in which they began; a recovery without one is missing. */
    Map<String, List<Execution>> done(String step, List<String> recoveries);
}
