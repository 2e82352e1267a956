package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.Milestones;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which objectives a recovery is measured against. */
@Component
class RecoveryObjectives {

    private static final String APPLICATIONS = "critical applications";

    private final Objectives.ByCluster objectives;
    private final Clusters clusters;
    private final Processes processes;

    RecoveryObjectives(Objectives.ByCluster objectives, Clusters clusters, Processes processes) {
        this.objectives = objectives;
        this.clusters = clusters;
        this.processes = processes;
    }

    /**
     * Without a worker or a namespace the control plane is whole, and what counts are the applications.
     *
     * @param rto when the checks were green; null before
     */
    List<Target> of(RecoveryRows.Row row, List<Milestone> milestones, @Nullable Duration rto) {
        Objectives allowed = objectives(row.cluster());
        if (row.about() instanceof Subject.OfNamespace
                || (row.about() instanceof Subject.OfNode node && worker(row.cluster(), node))) {
            return List.of(Target.atTheEnd(APPLICATIONS, allowed.criticalApps()));
        }
        String first = processes.objective(row.scenario()).orElse("control plane");
        Optional<Duration> within = processes.within(row.scenario());
        if (within.isPresent()) {
            return List.of(Target.atTheEnd(first, within.get()));
        }
        List<Milestone> back = milestones.stream()
                .filter(milestone -> Milestones.CONTROL_PLANE.equals(milestone.objective()))
                .toList();
        return back.isEmpty()
                ? List.of(
                        Target.atTheEnd(first, allowed.controlPlane()),
                        Target.atTheEnd(APPLICATIONS, allowed.criticalApps()))
                : List.of(
                        new Target(
                                first, allowed.controlPlane(), true, last(back).orElse(rto)),
                        new Target(APPLICATIONS, allowed.criticalApps(), false, rto));
    }

    /** All of them have to be reached. */
    private static Optional<Duration> last(List<Milestone> milestones) {
        return milestones.stream().allMatch(milestone -> milestone.elapsed() != null)
                ? milestones.stream()
                        .map(Milestone::elapsed)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** @param objective of a milestone */
    Duration allowed(String cluster, String objective) {
        Objectives allowed = objectives(cluster);
        return objective.equals(Milestones.CONTROL_PLANE) ? allowed.controlPlane() : allowed.criticalApps();
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
