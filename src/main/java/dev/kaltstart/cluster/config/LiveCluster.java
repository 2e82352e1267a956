package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.access.KubernetesClients;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/** The real cluster: commands run on this machine, on the wall clock. */
record LiveCluster(
        Protected description,
        ClusterRepository repository,
        Shell shell,
        Shell looking,
        KubernetesClients clients,
        Clock clock)
        implements Cluster {

    @Override
    public String name() {
        return description.name();
    }

    @Override
    public Inventory inventory() {
        return description.inventory();
    }

    @Override
    public Duration pace(Duration duration) {
        return duration;
    }

    @Override
    public KubernetesClient kubernetes() {
        return clients.of(description.inventory());
    }
}
