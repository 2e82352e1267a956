package dev.kaltstart.transfer;

import dev.kaltstart.engine.EngineRows.Model;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of an export.
 *
 * @param format of the file; newer ones than {@link #FORMAT} are refused
 * @param kaltstart the version that wrote it
 * @param schema of Kaltstart's tables
 * @param engine version of the engine's tables
 * @param host host name of the exporting machine
 * @param epoch how often the recovery was imported before
 * @param handedOver the exporting Kaltstart has suspended the recovery
 * @param leftBehind data missing from the export
 * @param models of the recovery; the model files themselves are not exported
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
        // the JSON reader leaves missing fields null and does not know the required ones
        for (Object needed : new Object[] {kaltstart, engine, recovery, cluster, mode, host, writtenAt}) {
            Objects.requireNonNull(needed, "something is missing in what describes the file");
        }
        leftBehind = List.copyOf(leftBehind);
        models = List.copyOf(models);
    }

    /** The twin is part of the export. */
    boolean rehearsal() {
        return mode.equals("rehearsal");
    }
}
