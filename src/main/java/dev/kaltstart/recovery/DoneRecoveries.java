package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import java.time.Instant;
import java.util.Optional;

/** When something was last recovered. */
public interface DoneRecoveries {

    /** The newest that ended as recovered, however long ago. */
    Optional<Done> last(String cluster, String scenario, Mode mode);

    /** @param endedAt after everything was cleaned up, on the wall clock */
    record Done(String recovery, Instant endedAt) {}
}
