package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/** Which objectives a recovery is measured against. */
@Component
class RecoveryObjectives {

    private final Objectives.ByCluster objectives;
    private final Clusters clusters;
    private final Processes processes;

    RecoveryObjectives(Objectives.ByCluster objectives, Clusters clusters, Processes processes) {
        this.objectives = objectives;
        this.clusters = clusters;
        this.processes = processes;
    }

    /** Without a worker or a namespace the control plane is whole, and what counts are the applications. */
    List<Target> of(RecoveryRows.Row row) {
        Objectives allowed = objectives(row.cluster());
        Target applications = new Target("critical applications", allowed.criticalApps());
        return row.about() instanceof Subject.OfNamespace
                        || (row.about() instanceof Subject.OfNode node && worker(row.cluster(), node))
                ? List.of(applications)
                : List.of(
                        new Target(processes.objective(row.scenario()).orElse("control plane"), allowed.controlPlane()),
                        applications);
    }

    /** The RPO of the data. */
    Duration lostData(String cluster) {
        return objectives(cluster).lostData();
    }

    private boolean worker(String cluster, Subject.OfNode subject) {
        return clusters.find(cluster)
                .flatMap(found -> found.inventory().find(subject.label()))
                .filter(node -> !node.controlPlane())
                .isPresent();
    }

    /** A recovery outlives the configuration of its cluster. */
    private Objectives objectives(String cluster) {
        try {
            return objectives.of(cluster);
        } catch (NoSuchElementException e) {
            return Objectives.DEFAULT;
        }
    }
}
