package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What kopiur says about its own objects (src: home-operations/kopiur: crates/api/src/restore.rs, snapshot.rs). Completed
 * is also a restore that found no snapshot and made an empty volume.
 */
final class KopiurReport {

    private static final int LINE = 300;

    private KopiurReport() {}

    /** @param kopiaId of the snapshot that was to be restored */
    static Check restored(GenericKubernetesResource restore, String label, String kopiaId, @Nullable Instant started) {
        String phase = KopiurPolicy.text(restore, "status", "phase");
        if (phase.equals("Failed")) {
            throw new Failure.NeedsHuman(
                    "RESTORE_FAILED",
                    label + ": kopiur could not restore: " + reason(restore) + ". Remove the cause, then retry");
        }
        if (!phase.equals("Completed")) {
            return Check.notYet(label + ": kopiur restores" + (phase.isEmpty() ? "" : " (" + phase + ")"));
        }
        String resolved = KopiurPolicy.text(restore, "status", "resolved", "kopiaSnapshotID");
        if (resolved.isEmpty() || "NoSnapshot".equals(KopiurPolicy.text(restore, "status", "resolved", "resolution"))) {
            throw new Failure.NeedsHuman(
                    "NOTHING_RESTORED",
                    label + ": kopiur reports success, and has restored no snapshot. Choose another restore point");
        }
        if (!resolved.equals(kopiaId)) {
            throw new Failure.NeedsHuman(
                    "OTHER_SNAPSHOT",
                    label + ": kopiur has restored the snapshot " + resolved + " and not " + kopiaId
                            + ". Choose another restore point");
        }
        String message = label + ": kopiur has restored the snapshot " + kopiaId;
        return started == null
                ? Check.met(message)
                : Check.met(message + " of " + started, Measurement.moment(RestoreMethod.REACHED, started));
    }

    /** @param changed whether there is something that no earlier snapshot has: a sentinel */
    static Check saved(@Nullable GenericKubernetesResource snapshot, String label, boolean changed) {
        String phase = snapshot == null ? "" : KopiurPolicy.text(snapshot, "status", "phase");
        if (snapshot != null && phase.equals("Failed")) {
            throw new Failure.Retryable(
                    "BACKUP_FAILED",
                    label + ": the new backup has failed: " + reason(snapshot) + "; another is asked for");
        }
        if (phase.equals("Unchanged")) {
            if (changed) {
                throw new Failure.NeedsHuman(
                        "SENTINEL_NOT_SAVED",
                        label + ": the new backup has nothing new, although a sentinel was written: its policy leaves"
                                + " the folder .kaltstart out, or its mover cannot read it. Mend the policy, then retry");
            }
            return Check.met(label + ": kopiur finds nothing that is not in its last snapshot");
        }
        if (!phase.equals("Succeeded")) {
            return Check.notYet(label + ": the new backup is not done yet");
        }
        return Check.met(label + ": kopiur has made a new backup");
    }

    private static String reason(GenericKubernetesResource object) {
        String message = KopiurPolicy.text(object, "status", "failure", "message");
        if (message.isEmpty() && object.<Object>get("status", "conditions") instanceof List<?> conditions) {
            for (Object each : conditions) {
                if (each instanceof Map<?, ?> condition && condition.get("message") instanceof String text) {
                    message = text;
                }
            }
        }
        String line = message.isEmpty() ? "no reason given" : message.replaceAll("\\s+", " ");
        return line.length() <= LINE ? line : line.substring(0, LINE);
    }
}
