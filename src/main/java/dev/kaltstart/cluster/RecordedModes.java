package dev.kaltstart.cluster;

import java.util.Optional;

/** The mode in which a recovery was started, from its own row. Asked again where a way to the real cluster is opened. */
public interface RecordedModes {

    /** Empty when there is no recovery of this id. */
    Optional<Mode> of(String recovery);
}
