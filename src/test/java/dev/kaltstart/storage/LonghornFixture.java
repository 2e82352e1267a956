package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Longhorn's objects, as version 1.12 writes them. */
public final class LonghornFixture {

    private final KubernetesClient client;

    public LonghornFixture(KubernetesClient client) {
        this.client = client;
    }

    /** A node with one disk that can take replicas. */
    public LonghornFixture node(String name, boolean ready) {
        return node(name, ready, disk("True", ""), true);
    }

    LonghornFixture node(String name, boolean ready, Map<String, Object> diskStatus, boolean scheduling) {
        create(
                "Node",
                name,
                Map.of(
                        "spec",
                        Map.of(
                                "allowScheduling",
                                scheduling,
                                "disks",
                                Map.of(
                                        "default-disk",
                                        Map.of(
                                                "path",
                                                "/var/lib/longhorn",
                                                "allowScheduling",
                                                true,
                                                "storageReserved",
                                                1024))),
                        "status",
                        Map.of(
                                "conditions",
                                List.of(
                                        condition("Ready", ready ? "True" : "False", ""),
                                        condition("Schedulable", "True", "")),
                                "diskStatus",
                                Map.of("default-disk", diskStatus))));
        return this;
    }

    static Map<String, Object> disk(String ready, String reason) {
        return Map.of(
                "diskUUID",
                "7f3c",
                "conditions",
                List.of(condition("Ready", ready, reason), condition("Schedulable", "True", "")));
    }

    private static Map<String, Object> condition(String type, String status, String reason) {
        return Map.of("type", type, "status", status, "reason", reason, "message", "");
    }

    public LonghornFixture volume(String name, String state, String robustness, int replicas) {
        return volume(name, state, robustness, replicas, "");
    }

    /** @param attachedTo the node it is attached to; blank for none */
    public LonghornFixture volume(String name, String state, String robustness, int replicas, String attachedTo) {
        create(
                "Volume",
                name,
                Map.of(
                        "spec",
                        Map.of("numberOfReplicas", replicas, "size", "1073741824"),
                        "status",
                        Map.of(
                                "state",
                                state,
                                "robustness",
                                robustness,
                                "currentNodeID",
                                attachedTo,
                                "kubernetesStatus",
                                Map.of("namespace", "office", "pvcName", name + "-claim"))));
        return this;
    }

    public LonghornFixture replica(String volume, String node, String healthyAt, String failedAt) {
        return replica(volume, node, "7f3c", healthyAt, failedAt);
    }

    LonghornFixture replica(String volume, String node, String disk, String healthyAt, String failedAt) {
        create(
                "Replica",
                volume + "-r-" + node,
                Map.of(
                        "spec",
                        Map.of(
                                "volumeName",
                                volume,
                                "nodeID",
                                node,
                                "diskID",
                                disk,
                                "healthyAt",
                                healthyAt,
                                "lastHealthyAt",
                                healthyAt,
                                "failedAt",
                                failedAt)));
        return this;
    }

    /** The DaemonSet of managers, which tolerates one taint. */
    LonghornFixture manager(String tolerated) {
        client.resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withNamespace(Longhorn.NAMESPACE)
                        .withName("longhorn-manager")
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewToleration()
                        .withKey(tolerated)
                        .withOperator("Exists")
                        .endToleration()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        return this;
    }

    public LonghornFixture setting(String name, String value) {
        create("Setting", name, Map.of("value", value));
        return this;
    }

    public Resource<GenericKubernetesResource> object(String kind, String name) {
        return client.genericKubernetesResources(context(kind))
                .inNamespace(Longhorn.NAMESPACE)
                .withName(name);
    }

    private void create(String kind, String name, Map<String, Object> content) {
        client.genericKubernetesResources(context(kind))
                .inNamespace(Longhorn.NAMESPACE)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion("longhorn.io/v1beta2")
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(Longhorn.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withAdditionalProperties(content)
                        .build())
                .create();
    }

    private static ResourceDefinitionContext context(String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("longhorn.io")
                .withVersion("v1beta2")
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
    }
}
