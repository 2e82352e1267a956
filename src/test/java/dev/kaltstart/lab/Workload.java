package dev.kaltstart.lab;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Deployment of a contract, and the budgets of its pods. */
public final class Workload {

    private final World world;
    private final String name;
    private final List<Toleration> tolerations = new ArrayList<>();
    private int replicas = 1;
    private long grace = 30;

    public Workload(World world, String name) {
        this.world = world;
        this.name = name;
    }

    public Workload replicas(int count) {
        replicas = count;
        return this;
    }

    public Workload grace(long seconds) {
        grace = seconds;
        return this;
    }

    /** Its pods stay on a node that is not heard of for this long. */
    public Workload tolerating(long seconds) {
        tolerations.add(new Toleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", seconds, null));
        tolerations.add(new Toleration("NoExecute", "node.kubernetes.io/not-ready", "Exists", seconds, null));
        return this;
    }

    /** Creates it. */
    public Workload create() {
        world.kubernetes().resource(object()).create();
        return this;
    }

    /** Waits until all of its pods run. */
    public Workload running() {
        world.until(name + " runs", () -> {
            var pods = pods();
            return pods.size() == replicas && pods.stream().allMatch(Workload::healthy);
        });
        return this;
    }

    public static boolean healthy(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    public Resource<Deployment> deployment() {
        return world.kubernetes()
                .apps()
                .deployments()
                .inNamespace(world.namespace())
                .withName(name);
    }

    public List<Pod> pods() {
        return world.kubernetes()
                .pods()
                .inNamespace(world.namespace())
                .withLabel("app", name)
                .list()
                .getItems();
    }

    public List<String> nodes() {
        return pods().stream().map(pod -> pod.getSpec().getNodeName()).toList();
    }

    /** A budget for its pods; waits until somebody has counted them. */
    public Workload guarded(String budget, int minAvailable) {
        world.kubernetes().resource(budget(budget, minAvailable)).create();
        world.until(budget + " has counted", () -> {
            PodDisruptionBudget counted = world.kubernetes()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(world.namespace())
                    .withName(budget)
                    .get();
            return counted.getStatus() != null
                    && Integer.valueOf(replicas).equals(counted.getStatus().getCurrentHealthy());
        });
        return this;
    }

    /** A budget for the pods of all but these workloads. */
    public void guardingOthers(String budget) {
        PodDisruptionBudget others = budget(budget, 1);
        others.getSpec()
                .setSelector(new LabelSelector(
                        List.of(
                                new LabelSelectorRequirement("app", "NotIn", List.of(name)),
                                new LabelSelectorRequirement("app", "Exists", List.of())),
                        null));
        world.kubernetes().resource(others).create();
    }

    private PodDisruptionBudget budget(String budget, int minAvailable) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(budget)
                .withNamespace(world.namespace())
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(minAvailable))
                .withNewSelector()
                .withMatchLabels(Map.of("app", name))
                .endSelector()
                .endSpec()
                .build();
    }

    private Deployment object() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(world.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(Map.of("app", name))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", name))
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(grace)
                .withTolerations(tolerations)
                .addNewContainer()
                .withName("app")
                .withImage("registry.example/" + name + ":1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
