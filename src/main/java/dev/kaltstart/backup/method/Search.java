package dev.kaltstart.backup.method;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/**
 * A search for restore points.
 *
 * @param damage the start of the outage: a later restore point may have the damage in it
 * @param now on the clock of the run
 * @param recorded the cluster whose volumes were recorded while it answered; blank in a rehearsal, because the twin was not watched
 */
public record Search(KubernetesClient client, Instant damage, Instant now, String recorded) {

    public static Search of(Run run, Instant damage) {
        return new Search(
                run.cluster().kubernetes(),
                damage,
                run.cluster().clock().instant(),
                run.mode() == Mode.REHEARSAL ? "" : run.cluster().name());
    }

    public boolean beforeDamage(Instant started) {
        return !started.isAfter(damage);
    }
}
