package dev.kaltstart.storage;

import dev.kaltstart.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Longhorn's objects, {@code longhorn.io/v1beta2} in {@code longhorn-system}
 * (longhorn-manager: k8s/pkg/apis/longhorn/v1beta2).
 */
record Longhorn(KubernetesClient kubernetes) {

    static final String NAMESPACE = "longhorn-system";
    private static final String GROUP = "longhorn.io";

    static Longhorn of(Cluster cluster) {
        return new Longhorn(cluster.kubernetes());
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not tell */
    boolean installed() {
        return kubernetes.hasApiGroup(GROUP, true);
    }

    List<GenericKubernetesResource> volumes() {
        return list("Volume", "volumes");
    }

    List<GenericKubernetesResource> replicas() {
        return list("Replica", "replicas");
    }

    List<GenericKubernetesResource> nodes() {
        return list("Node", "nodes");
    }

    void editNode(String name, UnaryOperator<GenericKubernetesResource> change) {
        kubernetes
                .genericKubernetesResources(context("Node", "nodes"))
                .inNamespace(NAMESPACE)
                .withName(name)
                .edit(change);
    }

    private List<GenericKubernetesResource> list(String kind, String plural) {
        return kubernetes
                .genericKubernetesResources(context(kind, plural))
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    private static ResourceDefinitionContext context(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion("v1beta2")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** Holds good data: it was healthy once and has not failed since. */
    static boolean usable(GenericKubernetesResource replica) {
        return !text(replica, "spec", "healthyAt").isEmpty()
                && text(replica, "spec", "failedAt").isEmpty();
    }

    static String text(GenericKubernetesResource object, Object... path) {
        return Objects.toString(object.get(path), "");
    }

    static boolean condition(Object conditions, String type, String status) {
        return conditions instanceof List<?> list
                && list.stream()
                        .filter(Map.class::isInstance)
                        .map(Map.class::cast)
                        .anyMatch(condition -> Objects.equals(condition.get("type"), type)
                                && Objects.equals(condition.get("status"), status));
    }
}
