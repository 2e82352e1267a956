package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;

/** One way to back a claim up now, and to restore that backup beside the original: into a claim of another namespace. */
public interface CopyMethod {

    /** Its word in kaltstart.yaml. */
    String word();

    /** Whether this method backs the claim up. */
    boolean saves(KubernetesClient client, String namespace, String claim);

    /** What {@link #backUp}, {@link #restore} and {@link #release} will send, as command lines. The same world gives the same. */
    List<String> requests(Run run, CopyOrder order);

    /** Asks for a backup that begins after the seed. May be called again. */
    void backUp(Run run, CopyOrder order, Instant seeded);

    /**
     * Whether a backup has succeeded that began after the seed.
     *
     * @throws dev.kaltstart.engine.Failure.Retryable when one has succeeded that began before, so that another is needed
     */
    Check backedUp(Run run, CopyOrder order, Instant seeded);

    /** Restores the newest backup into the claim of the copy, which exists. May be called again. */
    void restore(Run run, CopyOrder order);

    /** As {@link RestoreMethod#state}, with the measurement {@link RestoreMethod#REACHED}. */
    Check restored(Run run, CopyOrder order);

    /** Takes back what {@link #backUp} has left at the original. May be called again. */
    default void release(Run run, CopyOrder order) {}
}
