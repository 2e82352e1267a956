package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.origin.Origin;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/** A twin as a cluster handle for steps. The client belongs to the twin and must not be closed. */
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

    /** The twin's own; the real one is out of reach. */
    @Override
    public ClusterRepository repository() {
        var world = twin.world();
        if (!world.origin().exists()) {
            return Cluster.super.repository();
        }
        return new ClusterRepository(
                new RepositoryUrl(world.origin().directory().toString()),
                null,
                Origin.BRANCH,
                world.repository(),
                ClusterRepository.Credentials.NONE);
    }
}
