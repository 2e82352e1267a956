package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/**
 * A search for restore points.
 *
 * @param damage the start of the outage: a later restore point may have the damage in it
 * @param now on the clock of the run
 */
public record Search(KubernetesClient client, Instant damage, Instant now) {

    public static Search of(Run run, Instant damage) {
        return new Search(
                run.cluster().kubernetes(), damage, run.cluster().clock().instant());
    }

    public boolean beforeDamage(Instant started) {
        return !started.isAfter(damage);
    }
}
