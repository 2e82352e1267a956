package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.store.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Longhorn loses a disk and gets it back. */
class StorageTest {

    @TempDir
    Path directory;

    private static List<JsonNode> list(TwinFixture twin, String kind) {
        return twin
                .kubernetes()
                .genericKubernetesResources("longhorn.io/v1beta2", kind)
                .inNamespace("longhorn-system")
                .list()
                .getItems()
                .stream()
                .map(object -> (JsonNode) Json.MAPPER.valueToTree(object))
                .toList();
    }

    private static List<String> robustness(TwinFixture twin) {
        return list(twin, "Volume").stream()
                .map(volume -> Json.text(volume, "status", "robustness"))
                .distinct()
                .sorted()
                .toList();
    }

    private static JsonNode storageNode(TwinFixture twin, String name) {
        return list(twin, "Node").stream()
                .filter(node -> name.equals(Json.text(node, "metadata", "name")))
                .findFirst()
                .orElseThrow();
    }

    private static String diskReady(JsonNode node) {
        var holder = Json.object();
        holder.set("status", node.path("status").path("diskStatus").elements().next());
        return Json.text(dev.kaltstart.twin.life.Conditions.find(holder, "Ready"), "status");
    }

    private static void rejoin(TwinFixture twin, String node, String address) {
        twin.kubernetes().nodes().withName(node).delete();
        twin.flash();
        twin.after(3);
        var talos = twin.open().inventory().root().resolve("talos");
        twin.run(dev.kaltstart.shell.Command.of("talhelper", "genconfig").in(talos));
        twin.run("talosctl -n %s apply-config --insecure -f %s/clusterconfig/homelab-%s.yaml"
                .formatted(address, talos, node));
        twin.after(6);
    }

    @SuppressWarnings("unchecked")
    private static void editDisks(TwinFixture twin, String node, Consumer<Map<String, Object>> change) {
        twin.kubernetes()
                .genericKubernetesResources("longhorn.io/v1beta2", "Node")
                .inNamespace("longhorn-system")
                .withName(node)
                .edit((GenericKubernetesResource object) -> {
                    change.accept((Map<String, Object>) object.get("spec", "disks"));
                    return object;
                });
    }

    @Test
    void everyVolumeOfAHealthyClusterHasThreeReplicas() {
        try (var twin = TwinFixture.homelab(directory).losing("cp-2")) {
            assertThat(list(twin, "Volume")).hasSize(6);
            assertThat(list(twin, "Replica")).hasSize(18);
            assertThat(robustness(twin)).containsExactly("healthy");
        }
    }

    @Test
    void controlPlanesStoreNothingUnlessTheRepositoryLetsThem() throws IOException {
        try (var twin = TwinFixture.homelab(directory)) {
            assertThat(list(twin.losing("cp-2"), "Node")).hasSize(3);
        }
        var elsewhere = directory.resolve("elsewhere");
        try (var twin = TwinFixture.homelab(elsewhere)) {
            Files.writeString(
                    elsewhere.resolve("checkout/talos/patch.yaml"),
                    "cluster:\n  allowSchedulingOnControlPlanes: true\n");
            assertThat(list(twin.losing("wk-1"), "Node")).hasSize(6);
        }
    }

    @Test
    void aWipedDiskIsNotReadyUntilItIsRemovedAndAddedAgain() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            rejoin(twin, "wk-2", "10.20.0.22");
            assertThat(diskReady(storageNode(twin, "wk-2"))).isEqualTo("False");
            assertThat(robustness(twin)).containsExactly("degraded");
            assertThatThrownBy(() -> editDisks(twin, "wk-2", Map::clear))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("please disable the disk");
            editDisks(twin, "wk-2", disks -> disks.values().forEach(StorageTest::forbid));
            editDisks(twin, "wk-2", Map::clear);
            editDisks(
                    twin,
                    "wk-2",
                    disks ->
                            disks.put("default-disk-1", Map.of("path", "/var/lib/longhorn/", "allowScheduling", true)));
            twin.after(3);
            assertThat(diskReady(storageNode(twin, "wk-2"))).isEqualTo("True");
            assertThat(robustness(twin)).as("rebuilding takes its time").containsExactly("degraded");
            assertThat(list(twin, "Engine"))
                    .anyMatch(engine -> engine.path("status")
                            .path("rebuildStatus")
                            .elements()
                            .hasNext());
            twin.after(6);
            assertThat(robustness(twin)).containsExactly("healthy");
        }
    }

    /** As in Longhorn: what is detached is neither judged nor rebuilt, unless that is switched on. */
    @Test
    void aDetachedVolumeKeepsItsGapUntilItIsRebuiltOffline() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            detach(twin);
            rejoin(twin, "wk-2", "10.20.0.22");
            editDisks(twin, "wk-2", disks -> disks.values().forEach(StorageTest::forbid));
            replicas(twin, "wk-2")
                    .forEach(name -> twin.kubernetes()
                            .genericKubernetesResources("longhorn.io/v1beta2", "Replica")
                            .inNamespace("longhorn-system")
                            .withName(name)
                            .delete());
            editDisks(twin, "wk-2", Map::clear);
            editDisks(
                    twin,
                    "wk-2",
                    disks ->
                            disks.put("default-disk-1", Map.of("path", "/var/lib/longhorn/", "allowScheduling", true)));
            twin.after(30);
            assertThat(replicas(twin, "wk-2")).isEmpty();
            assertThat(robustness(twin)).containsExactly("unknown");

            twin.kubernetes()
                    .genericKubernetesResources("longhorn.io/v1beta2", "Setting")
                    .inNamespace("longhorn-system")
                    .withName("offline-replica-rebuilding")
                    .edit(setting -> {
                        setting.setAdditionalProperty("value", "true");
                        return setting;
                    });
            twin.after(1);
            twin.after(6);
            assertThat(replicas(twin, "wk-2")).hasSize(6);
        }
    }

    private static List<String> replicas(TwinFixture twin, String node) {
        return list(twin, "Replica").stream()
                .filter(replica -> node.equals(Json.text(replica, "spec", "nodeID")))
                .map(replica -> Json.text(replica, "metadata", "name"))
                .toList();
    }

    /** All that have a volume are scaled down. */
    private static void detach(TwinFixture twin) {
        var apps = twin.kubernetes().apps();
        apps.statefulSets()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(set -> apps.statefulSets()
                        .inNamespace(set.getMetadata().getNamespace())
                        .withName(set.getMetadata().getName())
                        .scale(0));
        apps.deployments().inAnyNamespace().list().getItems().stream()
                .filter(one -> List.of("office", "media", "observability")
                        .contains(one.getMetadata().getNamespace()))
                .forEach(one -> apps.deployments()
                        .inNamespace(one.getMetadata().getNamespace())
                        .withName(one.getMetadata().getName())
                        .scale(0));
        twin.after(10);
    }

    @SuppressWarnings("unchecked")
    private static void forbid(Object disk) {
        ((Map<String, Object>) disk).put("allowScheduling", false);
    }

    @Test
    void theLastReplicaOfAVolumeIsOnTheNode() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "last-replica")) {
            var replicas = list(twin, "Replica");
            var lonely = list(twin, "Volume").stream()
                    .filter(volume -> replicas.stream()
                            .filter(replica -> Json.text(replica, "spec", "volumeName")
                                    .equals(Json.text(volume, "metadata", "name")))
                            .allMatch(replica -> "wk-2".equals(Json.text(replica, "spec", "nodeID"))))
                    .toList();
            assertThat(lonely).hasSize(1);
            rejoin(twin, "wk-2", "10.20.0.22");
            assertThat(robustness(twin)).contains("faulted");
        }
    }

    @Test
    void aTestVolumeIsAttachedWhereItsPodIsPinnedAndGoesWithIt() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var before = list(twin, "Volume").size();
            var client = twin.kubernetes();
            client.persistentVolumeClaims()
                    .inNamespace("default")
                    .resource(new PersistentVolumeClaimBuilder()
                            .withNewMetadata()
                            .withName("probe")
                            .endMetadata()
                            .withNewSpec()
                            .addToAccessModes("ReadWriteOnce")
                            .withNewResources()
                            .addToRequests("storage", new Quantity("1Gi"))
                            .endResources()
                            .endSpec()
                            .build())
                    .create();
            client.pods()
                    .inNamespace("default")
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("probe")
                            .endMetadata()
                            .withNewSpec()
                            .withNodeName("wk-3")
                            .withRestartPolicy("Never")
                            .addNewContainer()
                            .withName("probe")
                            .withImage("busybox")
                            .endContainer()
                            .addNewVolume()
                            .withName("data")
                            .withNewPersistentVolumeClaim("probe", false)
                            .endVolume()
                            .endSpec()
                            .build())
                    .create();
            twin.after(2);
            assertThat(client.pods()
                            .inNamespace("default")
                            .withName("probe")
                            .get()
                            .getStatus()
                            .getPhase())
                    .isEqualTo("Succeeded");
            assertThat(list(twin, "Volume")).hasSize(before + 1);
            client.pods().inNamespace("default").withName("probe").delete();
            client.persistentVolumeClaims()
                    .inNamespace("default")
                    .withName("probe")
                    .delete();
            twin.after(2);
            assertThat(client.persistentVolumeClaims()
                            .inNamespace("default")
                            .withName("probe")
                            .get())
                    .isNull();
            assertThat(list(twin, "Volume")).hasSize(before);
        }
    }
}
