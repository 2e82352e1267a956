package dev.kaltstart.cluster.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which repositories describe machines, each as small as it can be. */
class MachineDescriptionsTest {

    private static final String SCHEMATIC = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba";
    private static final String BASE = """
            version: v1alpha1
            machine:
              ca: { crt: op://cluster/talos/CA_CRT, key: op://cluster/talos/CA_KEY }
              install: { image: "factory.talos.dev/metal-installer/%s:v1.13.6" }
              kubelet:
                image: ghcr.io/siderolabs/kubelet:v1.36.2
                nodeIP: { validSubnets: [10.50.0.0/24] }
            cluster:
              clusterName: garage
              controlPlane: { endpoint: "https://10.50.0.10:6443" }
            """.formatted(SCHEMATIC);

    @TempDir
    private Path directory;

    private RepositoryCopy repository;

    @BeforeEach
    void flux() {
        repository = RepositoryCopy.copyOf("single", directory).without("talos").without("Taskfile.yaml");
    }

    @Test
    void talhelperInAnyDirectory() throws Exception {
        Files.createDirectories(repository.root().resolve("infrastructure/machines"));
        for (String file : List.of("talconfig.yaml", "talenv.yaml", "talsecret.sops.yaml")) {
            Files.copy(
                    RepositoryCopy.ALL.resolve("single/talos/" + file),
                    repository.root().resolve("infrastructure/machines/" + file));
        }
        var inventory = inventory();
        assertThat(inventory.nodes()).hasSize(4);
        assertThat(inventory.talosDirectory()).isEqualTo(Path.of("infrastructure/machines"));
        assertThat(inventory.machineSecrets()).isEqualTo(Path.of("infrastructure/machines/talsecret.sops.yaml"));
        assertThat(inventory.nodes().get(0).machineConfig())
                .isEqualTo("infrastructure/machines/clusterconfig/single-cp-1.yaml");
    }

    @Test
    void anArchivedDescriptionIsNone() throws Exception {
        Files.createDirectories(repository.root().resolve(".archive/talos"));
        Files.copy(
                RepositoryCopy.ALL.resolve("single/talos/talconfig.yaml"),
                repository.root().resolve(".archive/talos/talconfig.yaml"));
        assertThat(discovered().layout())
                .isNotNull()
                .satisfies(layout -> assertThat(layout.machines()).isNull());
    }

    @Test
    void templatesForEachNodeOnTopOfOneForAll() {
        repository
                .with("talos/machineconfig.yaml.j2", """
                        {# rendered by a recipe #}
                        {% set talos = "v1.13.6" %}
                        version: v1alpha1
                        machine:
                          type: {{ ENV.MACHINE_TYPE }}
                          ca:
                            crt: op://cluster/talos/CA_CRT
                            {% if ENV.IS_CONTROLLER %}
                            key: op://cluster/talos/CA_KEY
                            {% else %}
                            key: ""
                            {% endif %}
                          install:
                            image: factory.talos.dev/metal-installer-secureboot/{{ ENV.SCHEMATIC }}:{{ talos }}
                          kubelet:
                            nodeIP: { validSubnets: [10.50.0.0/24] }
                        cluster:
                          clusterName: garage
                          controlPlane: { endpoint: "https://10.50.0.10:6443" }
                        """)
                .with("talos/schematic.yaml", "customization: {}\n")
                .with("talos/nodes/g-1.yaml.j2", node("g-1", "controlplane", "10.50.0.11/24", "10.60.0.11/24"))
                .with("talos/nodes/g-1.schematic.yaml", "customization: {}\n")
                .with("talos/nodes/g-2.yaml.j2", node("g-2", "worker", "10.50.0.12/24", "10.60.0.12/24"));
        var inventory = inventory();
        assertThat(inventory.name()).isEqualTo("garage");
        assertThat(inventory.endpoint()).isEqualTo("https://10.50.0.10:6443");
        assertThat(inventory.talosVersion()).isEqualTo("v1.13.6");
        assertThat(inventory.tools().talosTool()).isEqualTo(TalosTool.MINIJINJA);
        assertThat(inventory.nodes())
                .extracting(node -> node.name() + " " + node.role() + " " + node.addresses() + " " + node.diskSerial()
                        + " " + node.mac())
                .containsExactly(
                        "g-1 CONTROL_PLANE [10.50.0.11] S1 bc:24:11:00:00:01",
                        "g-2 WORKER [10.50.0.12] S1 bc:24:11:00:00:01");
        assertThat(inventory.nodes().get(0).imageCommands())
                .contains(
                        "curl -fsSX POST --data-binary @talos/nodes/g-1.schematic.yaml https://factory.talos.dev/schematics",
                        "# the image, for secure boot: https://factory.talos.dev/image/ID/v1.13.6/metal-amd64-secureboot.iso");
        assertThat(inventory.nodes().get(1).imageCommands())
                .contains("curl -fsSX POST --data-binary @talos/schematic.yaml https://factory.talos.dev/schematics");
    }

    private static String node(String name, String type, String... addresses) {
        return """
                machine:
                  type: %s
                  install: { diskSelector: { serial: S1 } }
                  network:
                    hostname: %s
                    interfaces:
                      - deviceSelector: { hardwareAddr: "BC:24:11:00:00:01" }
                        addresses: [%s]
                        vip: { ip: 10.50.0.10 }
                """.formatted(type, name, String.join(", ", addresses));
    }

    @Test
    void theDocumentsOfTalos114() {
        repository
                .with("talos/cluster.yaml.j2", """
                        machine: { ca: { crt: "op://cluster/talos/CA_CRT" } }
                        cluster:
                          clusterName: garage
                          controlPlane: { endpoint: "https://k8s.internal:6443" }
                        ---
                        apiVersion: v1alpha1
                        kind: UnattendedInstallConfig
                        installer: { image: "factory.talos.dev/metal-installer/%s:v1.14.0" }
                        """.formatted(SCHEMATIC))
                .with("talos/controlplane.yaml.j2", "machine: { type: controlplane }\n")
                .with("talos/worker.yaml.j2", "machine: { type: worker }\n")
                .with("talos/nodes/controlplane/10.50.0.11.yaml.j2", """
                        apiVersion: v1alpha1
                        kind: HostnameConfig
                        hostname: g-1.k8s.internal
                        ---
                        apiVersion: v1alpha1
                        kind: LinkAliasConfig
                        name: net0
                        selector: { match: mac(link.permanent_addr) == "bc:24:11:00:00:01" }
                        ---
                        apiVersion: v1alpha1
                        kind: UnattendedInstallConfig
                        provisioning: { diskSelector: { match: disk.serial == "S1" && !system_disk } }
                        """)
                .with("talos/nodes/workers/g-2.yaml.j2", """
                        apiVersion: v1alpha1
                        kind: HostnameConfig
                        hostname: g-2
                        ---
                        apiVersion: v1alpha1
                        kind: LinkConfig
                        name: eth0
                        addresses: [{ address: 169.254.1.1/32 }, { address: 10.50.0.12/24 }, { address: 10.70.0.1/30 }]
                        ---
                        apiVersion: v1alpha1
                        kind: Layer2VIPConfig
                        name: 10.50.0.99
                        link: eth0
                        """);
        assertThat(inventory().nodes())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.name()).isEqualTo(new NodeName("g-1"));
                            assertThat(first.hostname()).isEqualTo("g-1.k8s.internal");
                            assertThat(first.role()).isEqualTo(Role.CONTROL_PLANE);
                            assertThat(first.addresses()).containsExactly("10.50.0.11");
                            assertThat(first.mac()).isEqualTo("bc:24:11:00:00:01");
                            assertThat(first.diskSerial()).isEqualTo("S1");
                            assertThat(first.bootImage())
                                    .isEqualTo("https://factory.talos.dev/image/%s/v1.14.0/metal-amd64.iso"
                                            .formatted(SCHEMATIC));
                        },
                        second -> {
                            assertThat(second.role()).isEqualTo(Role.WORKER);
                            assertThat(second.addresses()).containsExactly("10.50.0.12");
                        });
    }

    @Test
    void anAddressThatIsNotSaidIsDeclared() {
        repository
                .with("talos/machineconfig.yaml.j2", BASE)
                .with(
                        "talos/nodes/g-1.yaml.j2",
                        "machine: { type: controlplane }\n---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: g-1\n")
                .with("talos/nodes/g-2.yaml.j2", node("g-2", "controlplane", "10.50.0.12/24"));
        var discovered = discovered();
        // two control planes of two: the quorum of etcd must not be counted over one
        assertThat(inventory().nodes()).isEmpty();
        assertThat(discovered.nodes().toDeclare())
                .containsExactly("nodes:", "  g-1: { role: control-plane, address: ADDRESS }");

        var declared = Objects.requireNonNull(Discovery.discover(
                        repository.root(),
                        declaring("g-1", new DeclaredNode(null, "10.50.0.11", null, null, null, null, "x:1")))
                .inventory());
        assertThat(declared.nodes())
                .extracting(node -> node.name() + " " + node.role() + " " + node.address())
                .containsExactly("g-1 CONTROL_PLANE 10.50.0.11", "g-2 CONTROL_PLANE 10.50.0.12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"machine: [\n", "", "machne:\n  type: controlplane\n", "\tx: y\n"})
    void aNodeThatCannotBeReadIsMissedInTheQuorum(String content) {
        repository
                .with("talos/machineconfig.yaml.j2", BASE)
                .with(
                        "talos/nodes/kustomization.yaml",
                        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n")
                .with("talos/nodes/g-1.yaml.j2", node("g-1", "controlplane", "10.50.0.11/24"))
                .with("talos/nodes/g-2.yaml.j2", node("g-2", "controlplane", "10.50.0.12/24"))
                .with("talos/nodes/g-3.yaml.j2", node("g-3", "controlplane", "10.50.0.13/24"))
                .with("talos/nodes/g-3-schematic.yaml", "customization: {}\n");
        assertThat(inventory().nodes()).hasSize(3);

        repository.with("talos/nodes/g-2.yaml.j2", content);

        assertThat(inventory().nodes()).isEmpty();
        assertThat(discovered().nodes().incomplete())
                .singleElement()
                .satisfies(node -> assertThat(node.source()).startsWith("talos/nodes/g-2.yaml.j2"));
    }

    @Test
    void twoDeclaredNodesWithOneAddressAreRefused() {
        var nodes = Map.of(
                new NodeName("g-1"), new DeclaredNode(Role.CONTROL_PLANE, "10.50.0.11", null, null, null, null, "x:1"),
                new NodeName("g-2"), new DeclaredNode(Role.WORKER, "10.50.0.11", null, null, null, null, "x:2"));
        var discovered =
                Discovery.discover(repository.root(), new Overrides(null, null, null, null, null, null, nodes));
        assertThat(Objects.requireNonNull(discovered.inventory()).nodes()).isEmpty();
        assertThat(discovered.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("has the address 10.50.0.11"));
    }

    @Test
    void oneOfTwoPossibleAddressesIsNotGuessed() {
        repository
                .with("talos/machineconfig.yaml.j2", BASE.replace("[10.50.0.0/24]", "[]"))
                .with("talos/nodes/g-1.yaml.j2", node("g-1", "controlplane", "10.50.0.11/24", "10.60.0.11/24"));
        assertThat(discovered().nodes().incomplete())
                .singleElement()
                .satisfies(node -> assertThat(node.missing()).containsExactly("address"));
    }

    @Test
    void aWholeMachineConfigurationNamedByItsAddress() {
        repository.with(
                "talos/10.50.0.11.yaml",
                BASE.replace("  ca:", "  type: controlplane\n  network: { hostname: g-1 }\n  ca:"));
        assertThat(inventory().nodes()).singleElement().satisfies(node -> {
            assertThat(node.address()).isEqualTo("10.50.0.11");
            assertThat(node.machineConfig()).isEqualTo("talos/10.50.0.11.yaml");
            assertThat(node.bootImage()).endsWith("/v1.13.6/metal-amd64.iso");
        });
        assertThat(inventory().tools().talosTool()).isEqualTo(TalosTool.TALOSCTL);
    }

    @Test
    void aListOfNodesForOneTemplate() {
        repository.with("talos/machineconfig.yaml.j2", BASE).with("talos/nodes.yaml", """
                nodes:
                  g-1: { ip: 10.50.0.11, controller: true, mac: "bc:24:11:00:00:01" }
                  g-2: { ip: 10.50.0.12, controller: false }
                """);
        assertThat(inventory().nodes())
                .extracting(node -> node.name() + " " + node.role() + " " + node.address() + " " + node.mac())
                .containsExactly("g-1 CONTROL_PLANE 10.50.0.11 bc:24:11:00:00:01", "g-2 WORKER 10.50.0.12 null");
    }

    @Test
    void severalClustersOfWhichOneIsChosen() {
        for (String cluster : List.of("main", "test")) {
            repository
                    .with("talos/" + cluster + "/machineconfig.yaml.j2", BASE.replace("garage", cluster))
                    .with(
                            "talos/" + cluster + "/controlplane/a.yaml",
                            node("a", "controlplane", "10.50.0.1" + cluster.length() + "/24"));
        }
        var both = discovered();
        assertThat(both.inventory()).isNull();
        assertThat(both.clusters()).extracting(MachineSource::cluster).containsExactly("main", "test");
        assertThat(both.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line())
                        .contains(
                                "choose one with 'path'",
                                "main (talos/main/machineconfig.yaml.j2), test (talos/test/"));
        for (String path : List.of("test", "talos/test", "./talos/test/")) {
            var inventory = Objects.requireNonNull(Discovery.discover(repository.root(), Overrides.NONE.at(path))
                    .inventory());
            assertThat(inventory.name()).isEqualTo("test");
            assertThat(inventory.talosDirectory()).isEqualTo(Path.of("talos/test"));
        }
        assertThat(Discovery.discover(repository.root(), Overrides.NONE.at("prod"))
                        .problems())
                .anySatisfy(problem ->
                        assertThat(problem.message()).startsWith("'prod' is none of the clusters here: main"));
    }

    @Test
    void aSecretFromOutsideDoesNotMatterWhereItIsNotRead() {
        repository
                .with("talos/talconfig.yaml", """
                clusterName: garage
                endpoint: https://10.50.0.10:6443
                patches: ["machine: { x: '${LUKS}', y: '${TAILSCALE}' }"]
                nodes:
                  - { hostname: "g-1.${DOMAIN}", ipAddress: 10.50.0.11, controlPlane: true }
                """)
                .with("talos/talsecret.sops.yaml", "sops: { mac: x, version: '3.13' }\n");
        assertThat(discovered().problems())
                .noneMatch(problem -> problem.line().matches(".*(LUKS|TAILSCALE|add '|move it).*"));
        assertThat(inventory().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.name()).isEqualTo(new NodeName("g-1")));
    }

    @Test
    void anEncryptedAddressIsNotKnown() {
        repository
                .with("talos/talconfig.yaml", """
                clusterName: garage
                endpoint: https://10.50.0.10:6443
                nodes:
                  - { hostname: g-1, ipAddress: "${G1}", controlPlane: true }
                """)
                .with("talos/talenv.sops.yaml", "G1: ENC[AES256_GCM,data:x]\nsops: { mac: x, version: '3.13' }\n");
        assertThat(inventory().nodes()).isEmpty();
        assertThat(discovered().nodes().toDeclare()).contains("  g-1: { role: control-plane, address: ADDRESS }");
        assertThat(discovered().problems())
                .anySatisfy(problem ->
                        assertThat(problem.line()).contains("${G1} is encrypted in talos/talenv.sops.yaml:1"));
    }

    @Test
    void placeholdersAreNoSecrets() {
        repository
                .with("talos/talconfig.yaml", """
                clusterName: garage
                endpoint: https://10.50.0.10:6443
                nodes:
                  - { hostname: g-1, ipAddress: 10.50.0.11, controlPlane: true }
                """)
                .with("talos/talsecret.yaml", "cluster: { id: ref+op://a/b, secret: '${cluster_secret}' }\n");
        assertThat(discovered().problems()).noneMatch(problem -> problem.line().contains("sops encrypt"));
        assertThat(inventory().machineSecrets()).isEqualTo(Path.of("talos/talsecret.yaml"));
    }

    @Test
    void aPrivateKeyInPlainTextIsNamedAndNotShown() {
        repository.with("talos/controlplane.yaml", """
                machine:
                  ca:
                    crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
                    key: LS0tLS1CRUdJTiBFRDI1NTE5IFBSSVZBVEUgS0VZLS0tLS0KTUM0Q0FRQXdCUVlE
                """);
        assertThat(discovered().problems())
                .anySatisfy(problem -> assertThat(problem.line())
                        .startsWith("talos/controlplane.yaml: a private key is here in plain text")
                        .doesNotContain("LS0t"));
    }

    @Test
    void topfTakesDisksFromPatchesAndKeepsSecureBoot() {
        repository
                .with("talos/topf.yaml", """
                        clusterName: garage
                        clusterEndpoint: https://10.50.0.10:6443
                        talosVersion: 1.13.6
                        schematicId: "@schematic.yaml"
                        secureboot: true
                        secretsPath: secrets.sops.yaml
                        nodes:
                          - { host: g-1, ip: 10.50.0.11, role: control-plane, data: { macAddr: "bc:24:11:00:00:01" } }
                          - { host: g-2, role: worker }
                        """)
                .with("talos/schematic.yaml", "customization: {}\n")
                .with("talos/secrets.sops.yaml", "sops: { mac: x, version: '3.13' }\n")
                .with("talos/all/00-install.yaml", "machine: { install: { disk: /dev/sda } }\n")
                .with("talos/node/g-1/00-install.yaml", "machine: { install: { diskSelector: { serial: S1 } } }\n");
        var discovered = discovered();
        // a worker that is not complete does not hide the others
        assertThat(inventory().nodes()).singleElement().satisfies(node -> {
            assertThat(node.diskSerial()).isEqualTo("S1");
            assertThat(node.imageCommands())
                    .contains(
                            "curl -fsSX POST --data-binary @talos/schematic.yaml https://factory.talos.dev/schematics",
                            "# the image, for secure boot: https://factory.talos.dev/image/ID/v1.13.6/metal-amd64-secureboot.iso");
        });
        assertThat(discovered.nodes().toDeclare())
                .containsExactly("nodes:", "  g-2: { role: worker, address: ADDRESS }");
        assertThat(discovered.nodes().incomplete())
                .singleElement()
                .satisfies(node -> assertThat(node.disk()).isEqualTo("/dev/sda"));
    }

    @Test
    void aSchematicOutsideOfTheRepositoryIsNotSent() {
        repository.with("talos/topf.yaml", """
                clusterName: garage
                clusterEndpoint: https://10.50.0.10:6443
                schematicId: "@../../../.ssh/id_ed25519"
                nodes: [{ host: g-1, ip: 10.50.0.11, role: control-plane }]
                """);
        assertThat(inventory().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.imageCommands()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--graceful=false", "wk-1.example", "$(id)", "10.50.0.300"})
    void aNodeIsReachedByItsIpAddressOnly(String address) {
        repository.with("talos/topf.yaml", """
                clusterName: garage
                clusterEndpoint: https://10.50.0.10:6443
                nodes: [{ host: g-1, ip: "%s", role: control-plane }]
                """.formatted(address));
        assertThat(inventory().nodes()).isEmpty();
        assertThat(discovered().problems())
                .anySatisfy(problem ->
                        assertThat(problem.line()).contains("talos/topf.yaml:3: '" + address + "' is not an address"));
    }

    @Test
    void namesOfAShellStayText() {
        repository
                .with("talos/machineconfig.yaml.j2", BASE.replace("metal-installer/", "metal-installer/{{ x }}"))
                .with("talos/schematic.yaml", "x: y\n")
                .with("talos/nodes/$(id).schematic.yaml", "x: y\n")
                .with("talos/nodes/$(id).yaml", node("g-1", "controlplane", "10.50.0.11/24"));
        assertThat(inventory().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.imageCommands())
                        .anyMatch(line -> line.contains("'@talos/nodes/$(id).schematic.yaml'")));
    }

    /** Each is quadratic in time, or fills the memory, where nothing bounds it. */
    @Test
    void whatIsMadeToBeSlowIsNot() {
        repository
                .with("talos/machineconfig.yaml.j2", BASE)
                .with("talos/nodes/g-1.yaml.j2", node("g-1", "controlplane", "10.50.0.11/24"))
                .with("talos/blank.yaml", "\n".repeat(400_000) + "x: LS0tLS1CRUdJTi\n")
                .with("talos/secrets.yaml", "x: \"" + " ".repeat(400_000) + "y\"\n")
                .with("talos/open.yaml.j2", "{{ {% {# ".repeat(60_000))
                .with("talos/many.yaml.j2", "{% if x %}".repeat(60_000))
                .with(".envrc", "\n".repeat(400_000) + "TALOSCONFIG=\n");
        for (int file = 0; file < 40; file++) {
            repository.with("talos/large-%d.yaml".formatted(file), "machine: { x: [" + "1, ".repeat(20_000) + "1] }\n");
        }
        assertTimeout(
                Duration.ofSeconds(60),
                () -> assertThat(discovered().inventory()).isNotNull());
    }

    @Test
    void aVersionIsNothingButAVersion() {
        repository.with("talos/topf.yaml", """
                clusterName: garage
                clusterEndpoint: https://10.50.0.10:6443
                talosVersion: "v1.13.6\\nreboot"
                schematicId: "@schematic.yaml"
                nodes: [{ host: g-1, ip: 10.50.0.11, role: control-plane }]
                """).with("talos/schematic.yaml", "customization: {}\n");
        assertThat(inventory().talosVersion()).isNull();
        assertThat(inventory().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.imageCommands())
                        .noneMatch(line -> line.contains("\n") || line.contains("reboot")));
    }

    @Test
    void theTemplateBeforeItIsConfigured() {
        repository.with("cluster.sample.yaml", "x: y\n");
        assertThat(discovered().problems())
                .anySatisfy(problem -> assertThat(problem.line())
                        .contains("this is the cluster template before it is configured (cluster.sample.yaml)"));
    }

    @Test
    void machinesOfTerraform() {
        repository.with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n");
        assertThat(discovered().problems())
                .anySatisfy(problem -> assertThat(problem.line())
                        .contains("the machines are made by Terraform (tofu/talos.tf)", "declare the nodes"));
        var declared = Discovery.discover(
                repository.root(),
                declaring(
                        "g-1",
                        new DeclaredNode(Role.CONTROL_PLANE, "10.50.0.11", null, "serial: S1", null, null, "x:1")));
        assertThat(Objects.requireNonNull(declared.inventory()).nodes())
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.address()).isEqualTo("10.50.0.11");
                    assertThat(node.diskSerial()).isEqualTo("S1");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[env]\\nTALOSCONFIG = \"{{config_root}}/secrets/talosconfig\" | .mise.toml | secrets/talosconfig",
                "export TALOSCONFIG=\"$(expand_path ./secrets/talosconfig)\" | .envrc | secrets/talosconfig",
                "TALOSCONFIG = '{{config_root}}/../../other' | .mise.toml | talosconfig",
                "TALOSCONFIG = \"$HOME/.talos/config\" | .envrc | talosconfig"
            })
    void credentialsWhereTheShellHasThem(String line, String file, String expected) {
        repository.with(file, line.replace("\\n", "\n") + "\n");
        var inventory = inventory();
        assertThat(inventory.tools().talosconfig()).isEqualTo(inventory.root().resolve(expected));
    }

    private static Overrides declaring(String name, DeclaredNode node) {
        return new Overrides(null, null, null, null, null, null, Map.of(new NodeName(name), node));
    }

    private Discovered discovered() {
        return Discovery.discover(repository.root(), Overrides.NONE);
    }

    private Inventory inventory() {
        return Objects.requireNonNull(discovered().inventory());
    }
}
