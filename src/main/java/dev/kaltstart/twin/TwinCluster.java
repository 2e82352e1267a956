package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/** A twin, as a step sees it: a cluster like any other. The client belongs to the twin and is not to be closed. */
record TwinCluster(String name, Inventory inventory, Twin twin, Shell shell, Shell looking) implements Cluster {

    @Override
    public Clock clock() {
        return twin.world().clock();
    }

    @Override
    public Duration pace(Duration duration) {
        return twin.world().clock().pace(duration);
    }

    @Override
    public KubernetesClient kubernetes() {
        return twin.client();
    }
}
