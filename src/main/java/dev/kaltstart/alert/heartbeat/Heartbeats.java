package dev.kaltstart.alert.heartbeat;

import java.time.Instant;
import java.util.Optional;

/** When the heartbeat of each real cluster last arrived. */
public interface Heartbeats {

    /** Empty when none has ever arrived. */
    Optional<Instant> last(String cluster);
}
