package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import java.util.List;

/**
 * One way in which the data of a claim comes back. Does nothing itself that a tool of the field does: it writes the tool's
 * objects and reads what the tool says.
 */
public interface RestoreMethod {

    /** The measurement of {@link #state}: the start of the backup that was really restored. */
    String REACHED = "restorePoint";

    /** Its word in kaltstart.yaml. */
    String word();

    /** Whether the twin plays the tool. A rehearsal does not offer what would never end there. */
    default boolean playedByTwin() {
        return true;
    }

    /**
     * The usable restore points of a claim, the newest first; empty when the method has none.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster does not answer
     */
    List<RestorePoint> points(Search search, LostClaim claim);

    /** What {@link #begin} will send, and what becomes of the present data. The same world gives the same plan. */
    Plan plan(Run run, RestoreOrder order);

    /** May be called again after a crash. */
    void begin(Run run, RestoreOrder order);

    /**
     * Whether the tool has restored the volume. "Completed" is not enough: the tool has to say what it has restored.
     *
     * @throws dev.kaltstart.engine.Failure.NeedsHuman when the tool has failed, or has restored nothing
     */
    Check state(Run run, RestoreOrder order);

    /** Removes what {@link #begin} has made, resumes what was paused, and asks for a first new backup. May be called again. */
    default void protect(Run run, RestoreOrder order) {}

    /** Whether a backup of the volume has succeeded since {@link #protect}; a method without backups says so. */
    Check protectedAgain(Run run, RestoreOrder order);
}
