package dev.kaltstart.alert.origin;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertRefusal;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Clusters.Protected;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks labels up in the inventory. The result comes from the inventory; the labels themselves are not used further. */
@Component
public class AlertTargets {

    private static final String CLUSTER = "cluster";

    private final Clusters clusters;
    private final AlertNaming.ByCluster naming;

    AlertTargets(Clusters clusters, AlertNaming.ByCluster naming) {
        this.clusters = clusters;
        this.naming = naming;
    }

    /** @throws AlertRefusal.Refused when an alert names no cluster, an unknown one, or two */
    public AlertTarget find(Alert alert) {
        Protected cluster = cluster(alert);
        return new AlertTarget(
                cluster, new NodeLabels(cluster.inventory(), naming.naming(cluster.name())).origin(alert));
    }

    private Protected cluster(Alert alert) {
        if (!alert.has(CLUSTER)) {
            return theOnly();
        }
        Protected cluster = configured(alert.label(CLUSTER)).orElseThrow(() -> missing(alert.label(CLUSTER)));
        // a label that many metrics have with another meaning; it counts when it names one of ours
        if (configured(alert.label("exported_cluster"))
                .filter(other -> !other.name().equals(cluster.name()))
                .isPresent()) {
            throw AlertRefusal.CLUSTER_OF_THE_EXPORTER.refused();
        }
        return cluster;
    }

    private Protected theOnly() {
        List<Protected> all = clusters.all();
        int unreadable = clusters.unreadable().size();
        if (all.size() + unreadable != 1) {
            throw AlertRefusal.NO_CLUSTER.refused();
        }
        return all.stream().findFirst().orElseThrow(AlertRefusal.UNREADABLE_CLUSTER::refused);
    }

    private Optional<Protected> configured(String name) {
        return clusters.all().stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst();
    }

    private AlertRefusal.Refused missing(String name) {
        return clusters.unreadable().stream().anyMatch(cluster -> cluster.name().equals(name))
                ? AlertRefusal.UNREADABLE_CLUSTER.refused()
                : AlertRefusal.UNKNOWN_CLUSTER.refused();
    }
}
