package dev.kaltstart.cluster;

import java.util.Optional;

/** The mode in which a recovery was started, from its database row. Checked before access to the real cluster. */
public interface RecordedModes {

    /** Empty when there is no recovery with this id. */
    Optional<Mode> of(String recovery);
}
