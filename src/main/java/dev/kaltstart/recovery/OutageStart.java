package dev.kaltstart.recovery;

import dev.kaltstart.engine.Run;
import java.time.Instant;

/** When an outage began, as a diagnosis finds it: whoever noticed it late was without the cluster before. */
public interface OutageStart {

    /**
     * Moves the start to an earlier moment, never to a later one.
     *
     * @param why for the timeline
     */
    void found(Run run, Instant at, String why);
}
