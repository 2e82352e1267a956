package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;

/**
 * A PostgreSQL cluster of CloudNativePG ({@code postgresql.cnpg.io/v1}).
 *
 * @param wanted number of instances
 * @param ready number of instances that are ready
 * @param asleep hibernated: it has no instances on purpose
 */
record PostgresCluster(String namespace, String name, String primary, int wanted, int ready, boolean asleep) {

    static final String CLUSTER = "cnpg.io/cluster";

    static List<PostgresCluster> all(KubernetesClient client) {
        return new CustomObjects(client, "postgresql.cnpg.io", "v1")
                .list("Cluster", "clusters").stream().map(PostgresCluster::of).toList();
    }

    private static PostgresCluster of(Crd cluster) {
        var annotations = cluster.object().getMetadata().getAnnotations();
        return new PostgresCluster(
                cluster.object().getMetadata().getNamespace(),
                cluster.name(),
                cluster.text("status", "currentPrimary"),
                cluster.number("spec", "instances"),
                cluster.number("status", "readyInstances"),
                annotations != null && "on".equals(annotations.get("cnpg.io/hibernation")));
    }

    /** The instances on a node, when no other one is ready; empty when another is. */
    List<String> lastOn(KubernetesClient client, Node node) {
        List<Pod> instances = client.pods().inNamespace(namespace).withLabel(CLUSTER, name).list().getItems().stream()
                .filter(pod -> pod.getMetadata()
                        .getLabels()
                        .getOrDefault("cnpg.io/podRole", "instance")
                        .equals("instance"))
                .toList();
        List<String> here = instances.stream()
                .filter(pod -> isOn(pod, node))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
        return instances.stream().anyMatch(pod -> !isOn(pod, node) && isReady(pod)) ? List.of() : here;
    }

    private static boolean isOn(Pod pod, Node node) {
        return pod.getSpec() != null && node.name().value().equals(pod.getSpec().getNodeName());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Whether the volume of an instance is one whose loss was accepted: that instance does not come back by itself. */
    boolean lost(KubernetesClient client, Set<String> claimsGivenUp) {
        return !claimsGivenUp.isEmpty()
                && client
                        .persistentVolumeClaims()
                        .inNamespace(namespace)
                        .withLabel(CLUSTER, name)
                        .list()
                        .getItems()
                        .stream()
                        .map(PersistentVolumeClaim::getMetadata)
                        .anyMatch(claim -> claimsGivenUp.contains(namespace + "/" + claim.getName()));
    }

    boolean whole() {
        return asleep || (wanted > 0 && ready >= wanted);
    }

    String label() {
        return "CloudNativePG " + namespace + "/" + name;
    }
}
