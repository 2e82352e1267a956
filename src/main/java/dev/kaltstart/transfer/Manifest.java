package dev.kaltstart.transfer;

import dev.kaltstart.engine.EngineRows.Model;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param models that it was made with; the files themselves never travel
 */
record Manifest(
        int format,
        String kaltstart,
        int schema,
        String engine,
        String recovery,
        String cluster,
        String mode,
        @Nullable String subject,
        boolean ended,
        String host,
        Instant writtenAt,
        int epoch,
        boolean handedOver,
        List<String> leftBehind,
        List<Model> models) {

    static final int FORMAT = 2;

    Manifest {
        // what reads JSON leaves out what is not there, and knows nothing of what must be
        for (Object needed : new Object[] {kaltstart, engine, recovery, cluster, mode, host, writtenAt}) {
            Objects.requireNonNull(needed, "something is missing in what describes the file");
        }
        leftBehind = List.copyOf(leftBehind);
        models = List.copyOf(models);
    }

    /** What it acts on comes along. */
    boolean rehearsal() {
        return mode.equals("rehearsal");
    }
}
