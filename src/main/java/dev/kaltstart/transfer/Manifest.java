package dev.kaltstart.transfer;

import java.time.Instant;
import java.util.List;

/**
 * What an export says about itself.
 *
 * @param format of the file; one that is newer than {@link #FORMAT} is not read
 * @param kaltstart the version that wrote it
 * @param schema of Kaltstart's tables
 * @param engine version of the engine's tables
 * @param host where it was written
 * @param epoch how often the recovery had come from another Kaltstart
 * @param handedOver the Kaltstart that wrote it has stopped working on the recovery
 * @param leftBehind what did not come along
 */
record Manifest(
        int format,
        String kaltstart,
        int schema,
        String engine,
        String recovery,
        String cluster,
        String mode,
        boolean ended,
        String host,
        Instant writtenAt,
        int epoch,
        boolean handedOver,
        List<String> leftBehind) {

    static final int FORMAT = 1;

    Manifest {
        leftBehind = List.copyOf(leftBehind);
    }

    /** It is a rehearsal: what it acts on comes along, and nobody else can act on that. */
    boolean rehearsal() {
        return mode.equals("rehearsal");
    }
}
