package dev.kaltstart.engine;

import dev.kaltstart.cluster.Mode;
import java.util.Optional;

/** A row for every recovery that a test may ask for: a rehearsal on a cluster named "any". */
public record AnyRecovery(Subject subject) implements RecoveryRecords {

    public static AnyRecovery ofTheCluster() {
        return new AnyRecovery(new Subject.WholeCluster());
    }

    public static RecoveryRecord record(String recovery) {
        return new RecoveryRecord(recovery, "any", Mode.REHEARSAL, new Subject.WholeCluster(), "model:1", false);
    }

    @Override
    public Optional<RecoveryRecord> find(String recovery) {
        return Optional.of(new RecoveryRecord(recovery, "any", Mode.REHEARSAL, subject, "model:1", false));
    }
}
