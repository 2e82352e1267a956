package dev.kaltstart.engine;

import java.util.Optional;

/** Finds the row behind a run. */
public interface RecoveryRecords {

    Optional<RecoveryRecord> find(String recovery);
}
