package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.storage.StorageFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Checks that the critical workloads have as many ready replicas as they want. Flux looks only when it applies, so it
 * says nothing of pods that found no place since. Other workloads are named, but do not fail the check: who knows since
 * when they are like that.
 */
@Component
class VerifyWorkloads extends Step {

    private static final int MOST = 10;

    private final Clusters clusters;

    VerifyWorkloads(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "kubectl get deployments,statefulsets,daemonsets -A",
                "kubectl get pods -A --field-selector status.phase!=Running,status.phase!=Succeeded -o wide",
                "kubectl get events -A --field-selector type=Warning --sort-by=.lastTimestamp");
    }

    @Override
    public Check check(Run run) {
        List<String> critical = clusters.find(run.cluster().name())
                .map(Clusters.Protected::critical)
                .orElse(List.of());
        List<WorkloadReplicas> all = workloads(run.cluster().kubernetes()).toList();
        List<WorkloadReplicas> ours =
                all.stream().filter(one -> one.in(critical)).toList();
        Set<String> givenUp = StorageFacts.claimsGivenUp(run);
        List<WorkloadReplicas> lacking =
                ours.stream().filter(one -> one.lacks() && !one.mounts(givenUp)).toList();
        String others = named(
                        "their volumes were given up",
                        ours.stream()
                                .filter(one -> one.lacks() && one.mounts(givenUp))
                                .toList())
                + named(
                        "not critical, and short of replicas",
                        all.stream()
                                .filter(one -> !one.in(critical) && one.lacks())
                                .toList());
        if (!lacking.isEmpty()) {
            return Check.notYet(
                    line(lacking) + others, Math.max(0, ours.size() - lacking.size()) / (double) ours.size());
        }
        String off = named(
                "critical, and scaled to 0",
                ours.stream().filter(WorkloadReplicas::off).toList());
        long whole = ours.stream().filter(one -> !one.lacks()).count();
        return Check.met(
                CountedNoun.of(whole, "critical workload has", "critical workloads have") + " the replicas wanted" + off
                        + others,
                Measurement.count("criticalWorkloads", ours.size()));
    }

    private static String named(String what, List<WorkloadReplicas> workloads) {
        return workloads.isEmpty() ? "" : "; " + what + ": " + line(workloads);
    }

    private static String line(List<WorkloadReplicas> workloads) {
        String more = workloads.size() > MOST ? " and " + (workloads.size() - MOST) + " more" : "";
        return workloads.stream().limit(MOST).map(WorkloadReplicas::line).collect(Collectors.joining(", ")) + more;
    }

    private static Stream<WorkloadReplicas> workloads(KubernetesClient client) {
        var apps = client.apps();
        return Stream.of(
                        apps.deployments().inAnyNamespace().list().getItems().stream()
                                .map(WorkloadReplicas::of),
                        apps.statefulSets().inAnyNamespace().list().getItems().stream()
                                .map(WorkloadReplicas::of),
                        apps.daemonSets().inAnyNamespace().list().getItems().stream()
                                .map(WorkloadReplicas::of))
                .flatMap(workloads -> workloads);
    }
}
