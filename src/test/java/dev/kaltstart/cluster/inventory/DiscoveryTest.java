package dev.kaltstart.cluster.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.cluster.Inventory.ReportFiles;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Inventory.TaskRunner;
import dev.kaltstart.cluster.Inventory.Tools;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final String SCHEMATIC = "613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245";
    private static final String INSTALLER = "factory.talos.dev/installer/" + SCHEMATIC;
    private static final String AGE = "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq";

    @Test
    void readsEraA() {
        var inventory = inventory(RepositoryCopy.ALL.resolve("era-a"));
        var root = inventory.root();
        assertThat(inventory.name()).isEqualTo("old");
        assertThat(inventory.endpoint()).isEqualTo("https://10.40.0.10:6443");
        assertThat(inventory.talosVersion()).isEqualTo("v1.9.1");
        assertThat(inventory.kubernetesVersion()).isEqualTo("v1.32.0");
        assertThat(inventory.talosDirectory()).isEqualTo(Path.of("kubernetes/bootstrap/talos"));
        assertThat(inventory.machineSecrets()).isEqualTo(Path.of("kubernetes/bootstrap/talos/talsecret.sops.yaml"));
        assertThat(inventory.tools())
                .isEqualTo(new Tools(
                        TaskRunner.TASK,
                        TalosTool.TALHELPER,
                        root.resolve("kubeconfig"),
                        root.resolve("kubernetes/bootstrap/talos/clusterconfig/talosconfig"),
                        root.resolve("age.key")));
        var file = "kubernetes/bootstrap/talos/talconfig.yaml:";
        var config = "kubernetes/bootstrap/talos/clusterconfig/old-";
        assertThat(inventory.nodes())
                .containsExactly(
                        new Node(
                                new NodeName("k8s-0"),
                                Role.CONTROL_PLANE,
                                List.of("10.40.0.11", "fd00:40::11"),
                                "bc:24:11:00:00:41",
                                "model: Samsung SSD*, size: >= 100GB",
                                null,
                                INSTALLER,
                                iso("v1.9.1", "metal-amd64.iso"),
                                config + "k8s-0.yaml",
                                file + 7),
                        merged("k8s-1", "10.40.0.12", Role.CONTROL_PLANE, file + 16),
                        merged("k8s-2", "10.40.0.13", Role.CONTROL_PLANE, file + 24),
                        merged("k8s-3", "10.40.0.14", Role.WORKER, file + 28));
        assertThat(inventory.bootstrap()).isEqualTo(FluxBootstrap.FLUX_BOOTSTRAP);
        assertThat(inventory.kustomizations())
                .containsExactlyInAnyOrder(
                        new FluxKustomization(
                                "flux-system",
                                "flux-system",
                                "./kubernetes/flux",
                                List.of(),
                                true,
                                true,
                                "kubernetes/flux/flux-system/gotk-sync.yaml:8"),
                        new FluxKustomization(
                                "flux-system",
                                "apps",
                                "./kubernetes/apps",
                                List.of(),
                                true,
                                false,
                                "kubernetes/flux/apps.yaml:2"),
                        new FluxKustomization(
                                "media-home",
                                "mediabox",
                                "./kubernetes/apps/media/mediabox/app",
                                List.of("media-home/postgres", "flux-system/flux-system"),
                                false,
                                false,
                                "kubernetes/apps/media/mediabox/ks.yaml:2"),
                        new FluxKustomization(
                                "media-home",
                                "postgres",
                                "./kubernetes/apps/media/mediabox/db",
                                List.of(),
                                true,
                                false,
                                "kubernetes/apps/media/mediabox/ks.yaml:14"));
        assertThat(inventory.namespaces()).containsExactly("flux-system", "media-home");
        assertThat(inventory.reportFiles()).isEqualTo(new ReportFiles(Path.of("CHANGELOG.md"), null));
    }

    @Test
    void readsEraB() {
        var inventory = inventory(Path.of("src/main/resources/sample/homelab"));
        assertThat(inventory.name()).isEqualTo("homelab");
        assertThat(inventory.endpoint()).isEqualTo("https://10.20.0.10:6443");
        assertThat(inventory.tools().runner()).isEqualTo(TaskRunner.TASK);
        assertThat(inventory.tools().talosconfig())
                .isEqualTo(inventory.root().resolve("talos/clusterconfig/talosconfig"));
        assertThat(inventory.nodes())
                .extracting(node -> node.name() + " " + node.address() + " " + node.mac() + " " + node.disk())
                .containsExactly(
                        "cp-1 10.20.0.11 bc:24:11:00:00:11 serial: S4EVNX0R000011",
                        "cp-2 10.20.0.12 bc:24:11:00:00:12 serial: S4EVNX0R000012",
                        "cp-3 10.20.0.13 bc:24:11:00:00:13 serial: S4EVNX0R000013",
                        "wk-1 10.20.0.21 bc:24:11:00:00:21 /dev/nvme0n1",
                        "wk-2 10.20.0.22 bc:24:11:00:00:22 /dev/nvme0n1",
                        "wk-3 10.20.0.23 bc:24:11:00:00:23 /dev/nvme0n1");
        assertThat(inventory.controlPlanes()).extracting(Node::diskSerial).doesNotContainNull();
        assertThat(inventory.find("10.20.0.21")).map(Node::name).contains(new NodeName("wk-1"));
        assertThat(inventory.sopsFiles()).hasSize(5).doesNotContain(Path.of(".sops.yaml"));
        assertThat(inventory.bootstrap()).isEqualTo(FluxBootstrap.FLUX_OPERATOR);
        assertThat(inventory.kustomizations()).hasSize(13);
        assertThat(new KustomizationGraph(inventory.kustomizations()).depth()).isEqualTo(5);
        assertThat(inventory.namespaces())
                .contains("default", "flux-system", "kube-system", "longhorn-system", "media", "office", "network")
                .contains("observability");
        assertThat(inventory.reportFiles())
                .isEqualTo(new ReportFiles(Path.of("docs/CHANGELOG.md"), Path.of("IMPROVEMENT_PLAN.md")));
    }

    @Test
    void readsEraC() {
        var inventory = inventory(RepositoryCopy.ALL.resolve("era-c"));
        assertThat(inventory.tools().runner()).isEqualTo(TaskRunner.JUST);
        assertThat(inventory.tools().talosTool()).isEqualTo(TalosTool.TALHELPER);
        assertThat(inventory.nodes()).singleElement().satisfies(node -> {
            assertThat(node.bootImage()).isEqualTo(iso("v1.13.6", "metal-amd64-secureboot.iso"));
            assertThat(node.diskSerial()).isEqualTo("S1");
            assertThat(node.machineConfig()).isEqualTo("talos/clusterconfig/just-a.yaml");
        });
        assertThat(inventory.sopsRules()).hasSize(2);
        var rule = inventory.sopsRules().get(0);
        assertThat(rule.recipients()).hasSize(2).last().isEqualTo(AGE);
        assertThat(rule.recipients().get(0)).startsWith("age1pq1").hasSizeGreaterThan(1900);
        assertThat(inventory.sopsRules().get(1).pathRegex()).isNull();
        assertThat(inventory.sopsRules().get(1).recipients())
                .containsExactly(AGE, "0123456789ABCDEF0123456789ABCDEF01234567");
        assertThat(inventory.namespaces()).containsExactly("default", "flux-system");
        assertThat(inventory.reportFiles().changelog()).isEqualTo(Path.of("docs/CHANGELOG.md"));
    }

    @Test
    void readsEraD() {
        var inventory = inventory(RepositoryCopy.ALL.resolve("era-d"));
        assertThat(inventory.tools().talosTool()).isEqualTo(TalosTool.TOPF);
        assertThat(inventory.tools().talosconfig()).isEqualTo(inventory.root().resolve("talos/talosconfig"));
        assertThat(inventory.machineSecrets()).isEqualTo(Path.of("talos/secrets.sops.yaml"));
        assertThat(inventory.nodes())
                .containsExactly(
                        new Node(
                                new NodeName("d1"),
                                Role.CONTROL_PLANE,
                                List.of("10.60.0.11"),
                                "bc:24:11:00:00:61",
                                "/dev/nvme0n1",
                                null,
                                "factory.talos.dev/metal-installer-secureboot/" + SCHEMATIC,
                                iso("v1.13.9", "metal-amd64-secureboot.iso"),
                                "talos/output/d1.yaml",
                                "talos/topf.yaml:9"),
                        new Node(
                                new NodeName("d2"),
                                Role.WORKER,
                                List.of("10.60.0.12"),
                                "bc:24:11:00:00:62",
                                "serial: S6D2",
                                "S6D2",
                                "factory.talos.dev/metal-installer/" + SCHEMATIC,
                                iso("v1.13.9", "metal-amd64.iso"),
                                "talos/output/d2.yaml",
                                "talos/topf.yaml:16"));
    }

    @Test
    void readsOneControlPlaneAndVariablesWithoutQuotes() {
        var inventory = inventory(RepositoryCopy.ALL.resolve("single"));
        assertThat(inventory.talosVersion()).isEqualTo("v1.13.6");
        assertThat(inventory.controlPlanes()).hasSize(1);
        assertThat(inventory.nodes())
                .as("a Raspberry Pi boots no ISO")
                .extracting(Node::bootImage)
                .containsOnly(iso("v1.13.6", "metal-arm64.raw.xz"));
    }

    @Test
    void prefersWhatTheConfigurationSays() {
        var said =
                new Overrides(Path.of("/k"), Path.of("/t"), Path.of("/a"), Path.of("CHANGES.md"), null, null, Map.of());
        var inventory = Objects.requireNonNull(
                Discovery.discover(RepositoryCopy.ALL.resolve("single"), said).inventory());
        assertThat(inventory.tools())
                .isEqualTo(
                        new Tools(TaskRunner.TASK, TalosTool.TALHELPER, Path.of("/k"), Path.of("/t"), Path.of("/a")));
        assertThat(inventory.reportFiles().changelog()).isEqualTo(Path.of("CHANGES.md"));
    }

    private static Inventory inventory(Path repository) {
        var discovered = Discovery.discover(repository, Overrides.NONE);
        assertThat(discovered.problems()).isEmpty();
        return Objects.requireNonNull(discovered.inventory());
    }

    private static Node merged(String name, String address, Role role, String source) {
        var controlPlane = role == Role.CONTROL_PLANE;
        @Nullable String image = controlPlane ? INSTALLER : null;
        return new Node(
                new NodeName(name),
                name,
                role,
                List.of(address),
                null,
                "/dev/sda",
                null,
                image,
                controlPlane ? iso("v1.9.1", "metal-arm64.iso") : null,
                controlPlane
                        ? List.of()
                        : List.of(
                                "(cd kubernetes/bootstrap/talos/ && talhelper genurl image --node %s)".formatted(name)),
                "kubernetes/bootstrap/talos/clusterconfig/old-" + name + ".yaml",
                source);
    }

    private static String iso(String version, String file) {
        return "https://factory.talos.dev/image/%s/%s/%s".formatted(SCHEMATIC, version, file);
    }
}
