package dev.kaltstart.flux;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import java.util.List;
import java.util.Optional;

/** A Kaltstart with one cluster. */
public record OneCluster(Cluster cluster, boolean twinOnly, List<String> critical) implements Clusters {

    public OneCluster {
        critical = List.copyOf(critical);
    }

    public OneCluster(Cluster cluster, boolean twinOnly) {
        this(cluster, twinOnly, List.of());
    }

    @Override
    public List<Protected> all() {
        return List.of(new Protected(cluster.name(), twinOnly, critical, cluster.inventory()));
    }

    @Override
    public Optional<Protected> find(String name) {
        return all().stream().filter(found -> found.name().equals(name)).findFirst();
    }

    @Override
    public Cluster open(String name, Mode mode, String recovery, String step) {
        return cluster;
    }
}
