package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Storage that is not Longhorn's, as Rook 1.18, CloudNativePG 1.27 and local provisioners write it. */
final class StorageFixture {

    private final KubernetesClient client;

    StorageFixture(KubernetesClient client) {
        this.client = client;
    }

    /** @param checks by code, with their message */
    StorageFixture ceph(String health, Map<String, String> checks, Instant looked) {
        var details = new java.util.HashMap<String, Object>();
        checks.forEach((code, message) -> details.put(code, Map.of("severity", "HEALTH_WARN", "message", message)));
        return create(
                "ceph.rook.io/v1",
                "CephCluster",
                "rook-ceph",
                "rook-ceph",
                Map.of(
                        "spec",
                        Map.of("dataDirHostPath", "/var/lib/rook"),
                        "status",
                        Map.of(
                                "ceph",
                                Map.of("health", health, "details", details, "lastChecked", looked.toString()))));
    }

    StorageFixture pool(String name, int size, String failureDomain) {
        return create(
                "ceph.rook.io/v1",
                "CephBlockPool",
                "rook-ceph",
                name,
                Map.of("spec", Map.of("failureDomain", failureDomain, "replicated", Map.of("size", size))));
    }

    StorageFixture osd(String number, String node, boolean ready) {
        return daemon("rook-ceph-osd", "ceph-osd-id", number, node, ready);
    }

    StorageFixture monitor(String letter, String node, boolean ready) {
        return daemon("rook-ceph-mon", "mon", letter, node, ready);
    }

    private StorageFixture daemon(String app, String key, String value, String node, boolean ready) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("rook-ceph")
                        .withName(app + "-" + value)
                        .withLabels(Map.of("app", app, key, value))
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .addToNodeSelector("kubernetes.io/hostname", node)
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .withNewStatus()
                        .withReadyReplicas(ready ? 1 : null)
                        .endStatus()
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
        return this;
    }

    StorageFixture node(String name, Map<String, String> labels) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        return this;
    }

    StorageFixture storageClass(String name, String provisioner) {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withProvisioner(provisioner)
                        .build())
                .create();
        return this;
    }

    /** @param driver null for one that is a path on the node */
    StorageFixture volume(String name, @Nullable String driver, String key, String node, String path) {
        var volume = new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewClaimRef()
                .withNamespace("office")
                .withName(name + "-claim")
                .endClaimRef()
                .withNewNodeAffinity()
                .withNewRequired()
                .addNewNodeSelectorTerm()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator("In")
                .withValues(node)
                .endMatchExpression()
                .endNodeSelectorTerm()
                .endRequired()
                .endNodeAffinity()
                .endSpec()
                .withNewStatus()
                .withPhase("Bound")
                .endStatus()
                .build();
        if (driver == null) {
            volume.getSpec().setLocal(new io.fabric8.kubernetes.api.model.LocalVolumeSource(null, path));
        } else {
            volume.getSpec()
                    .setCsi(new io.fabric8.kubernetes.api.model.CSIPersistentVolumeSourceBuilder()
                            .withDriver(driver)
                            .withVolumeHandle(name)
                            .build());
        }
        client.resource(volume).create();
        return this;
    }

    StorageFixture postgres(String name, int wanted, int ready, String primary) {
        return create(
                "postgresql.cnpg.io/v1",
                "Cluster",
                "database",
                name,
                Map.of(
                        "spec",
                        Map.of("instances", wanted),
                        "status",
                        Map.of("readyInstances", ready, "currentPrimary", primary)));
    }

    StorageFixture instance(String cluster, String name, String node, boolean ready) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("database")
                        .withName(name)
                        .withLabels(Map.of("cnpg.io/cluster", cluster, "cnpg.io/podRole", "instance"))
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
        return this;
    }

    private StorageFixture create(
            String apiVersion, String kind, String namespace, String name, Map<String, Object> content) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(apiVersion.replaceFirst("/.*", ""))
                .withVersion("v1")
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
        client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(apiVersion)
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withAdditionalProperties(content)
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
        return this;
    }
}
