package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.inventory.CheckoutWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The problems reported for broken repositories. */
class DiscoveryProblemsTest {

    private static final String TALCONFIG = "talos/talconfig.yaml";

    @TempDir
    private Path directory;

    private RepositoryCopy repository;

    @BeforeEach
    void copy() {
        repository = RepositoryCopy.copyOf("single", directory);
    }

    @Test
    void twoNodesWithOneAddress() {
        repository.replacing(TALCONFIG, "10.30.0.22", "10.30.0.21");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml:58: wk-2 has the address 10.30.0.21, which belongs to wk-1 in"
                        + " talos/talconfig.yaml:41: correct one of them");
        assertThat(inventory().nodes()).isEmpty();
        assertThat(inventory().kustomizations()).isNotEmpty();
    }

    @Test
    void twoNodesWithOneName() {
        repository.replacing(TALCONFIG, "hostname: \"wk-2\"", "hostname: \"wk-1\"");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml:58: the name wk-1 is taken by the node in"
                        + " talos/talconfig.yaml:41: every node needs its own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x$(touch pasted).example/installer/613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245",
                "`id`.example/installer/613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245",
                "-o/installer/613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245",
                "factory.talos.dev/installer/a;id",
                "factory.talos.dev/installer/../x"
            })
    void anImageIsNothingButAName(String image) {
        repository.replacing(
                TALCONFIG,
                "factory.talos.dev/installer/613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245",
                "\"" + image + "\"");
        assertThat(repository.errors())
                .isNotEmpty()
                .allMatch(error -> error.contains("'talosImageURL' is not the name of a container image"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "http://10.30.0.10:6443",
                "https://10.30.0.10:6443/$(id)",
                "https://a b:6443",
                "https://user:password@10.30.0.10:6443",
                "10.30.0.10"
            })
    void theEndpointIsAnApiServer(String endpoint) {
        repository.replacing(TALCONFIG, "endpoint: https://10.30.0.10:6443", "endpoint: '" + endpoint + "'");
        assertThat(repository.errors())
                .anyMatch(error -> error.contains("talconfig.yaml:8: 'endpoint' is not the address of an API server"));
    }

    @Test
    void noControlPlane() {
        repository.replacing(TALCONFIG, "controlPlane: true", "controlPlane: false");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml: no node is a control plane: set 'controlPlane: true' (topf:"
                        + " role) on at least one");
    }

    @Test
    void anEvenNumberOfControlPlanesIsOnlyAWarning() {
        repository.replacing(
                TALCONFIG,
                "hostname: \"wk-1\"\n    ipAddress: \"10.30.0.21\"",
                "hostname: \"wk-1\"\n    ipAddress: \"10.30.0.21\"\n    <<: {controlPlane: true}");
        repository.replacing(TALCONFIG, "    controlPlane: false\n", "");
        assertThat(repository.errors()).isEmpty();
        assertThat(repository.warnings())
                .containsExactly("talos/talconfig.yaml: 2 control planes tolerate no more failures than 1: an odd"
                        + " number is better");
    }

    @Test
    void aNameThatTalosCannotTurnIntoANode() {
        repository.replacing(TALCONFIG, "\"wk-1\"", "\"Worker 1\"");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml:41: 'Worker 1' cannot be the name of a node: write letters,"
                        + " digits, '-' and '.' only");
    }

    @Test
    void anAddressThatCouldBeAnOption() {
        repository.replacing(TALCONFIG, "ipAddress: \"10.30.0.21\"", "ipAddress: \"--graceful=false\"");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml:42: '--graceful=false' is not an address: write an IP address");
    }

    @Test
    void yesIsNotTrue() {
        repository.replacing(TALCONFIG, "controlPlane: true", "controlPlane: yes");
        assertThat(repository.errors())
                .contains("talos/talconfig.yaml:28: 'controlPlane' is 'yes': write true or false");
    }

    @Test
    void aNodeWithoutAddress() {
        repository.replacing(TALCONFIG, "    ipAddress: \"10.30.0.21\"\n", "");
        assertThat(repository.errors()).containsExactly("talos/talconfig.yaml:41: 'ipAddress' is missing: add it");
    }

    @Test
    void noNodes() {
        repository.with(TALCONFIG, "clusterName: x\nendpoint: https://x:6443\nnodes: []\n");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml: no node is described: add the machines of the cluster under"
                        + " 'nodes'");
    }

    @Test
    void aVariableThatNobodySets() {
        repository.with("talos/talenv.yaml", "talosVersion: v1.13.6\n");
        assertThat(repository.errors()).isEmpty();
        assertThat(repository.warnings())
                .containsExactly(
                        "talos/talconfig.yaml:6: the variable ${kubernetesVersion} is set in no talenv file, so"
                                + " another tool puts it in: what depends on it can be declared in kaltstart.yaml");
        assertThat(inventory().kubernetesVersion()).isNull();
        assertThat(inventory().nodes()).hasSize(4);
    }

    @Test
    void aVariableWithADefault() {
        repository.with("talos/talenv.yaml", "talosVersion: v1.13.6\n");
        repository.replacing(TALCONFIG, "${kubernetesVersion}", "${kubernetesVersion:-v1.30.0}");
        assertThat(repository.errors()).isEmpty();
    }

    @Test
    void aVariableThatIsEncrypted() {
        repository.without("talos/talenv.yaml");
        repository.with(
                "talos/talenv.sops.yaml",
                "talosVersion: ENC[AES256_GCM,data:x]\nkubernetesVersion: v1.36.2\nsops: {mac: x, version: 3.12.1}\n");
        assertThat(repository.errors()).isEmpty();
        assertThat(repository.warnings())
                .containsExactly(
                        "talos/talconfig.yaml:5: ${talosVersion} is encrypted in talos/talenv.sops.yaml:1: what"
                                + " depends on it can be declared in kaltstart.yaml");
        assertThat(inventory().talosVersion()).isNull();
        assertThat(inventory().nodes()).hasSize(4);
    }

    @Test
    void noMachineSecretsIsAnErrorThatLeavesTheInventoryUsable() {
        repository.without("talos/talsecret.sops.yaml");
        assertThat(repository.errors())
                .singleElement()
                .asString()
                .startsWith("talos/talconfig.yaml: the machine secrets are missing: without them a new PKI is made");
        assertThat(repository.discovered().inventory()).isNotNull();
    }

    @Test
    void machineSecretsInTheClear() {
        repository.without("talos/talsecret.sops.yaml").with("talos/talsecret.yaml", "cluster: {id: x}\n");
        assertThat(repository.errors())
                .containsExactly("talos/talsecret.yaml: this file should be encrypted with SOPS: run sops"
                        + " encrypt -i talos/talsecret.yaml; if it holds secrets and was pushed, change them, because"
                        + " the history keeps the old ones");
    }

    @Test
    void aNameThatPromisesEncryption() {
        repository.with("kubernetes/apps/office/paperless/app/secret.sops.yaml", "kind: Secret\n");
        assertThat(repository.errors())
                .singleElement()
                .asString()
                .contains("this file should be encrypted with SOPS: run");
    }

    @Test
    void aLayoutThatIsNotKnown() {
        repository.without("talos");
        assertThat(repository.errors())
                .singleElement()
                .asString()
                .startsWith("ROOT: no file describes the machines: neither a talconfig.yaml")
                .contains("declare the nodes in kaltstart.yaml");
        assertThat(inventory().nodes()).isEmpty();
        assertThat(inventory().kustomizations()).hasSize(4);
    }

    @Test
    void aDirectoryThatDoesNotExist() {
        assertThat(new RepositoryCopy(directory.resolve("nowhere")).errors())
                .containsExactly("ROOT: there is no such directory: clone the repository of the cluster there");
    }

    @Test
    void aTalconfigThatIsNoYaml() {
        repository.with(TALCONFIG, "nodes:\n\t- x\n");
        assertThat(repository.errors())
                .containsExactly("talos/talconfig.yaml:2: a tab is used for indentation: YAML allows only spaces");
    }

    @Test
    void filenameTmplIsNotFollowed() {
        repository.replacing(TALCONFIG, "  - hostname: \"wk-1\"", "  - filenameTmpl: x\n    hostname: \"wk-1\"");
        assertThat(repository.warnings())
                .singleElement()
                .asString()
                .startsWith("talos/talconfig.yaml:41: filenameTmpl is not supported");
    }

    @Test
    void templatesAreLeftOutWithAWarning() {
        repository.with("kubernetes/apps/office/paperless/values.yaml", "name: {{ .Values.name }}\n");
        assertThat(repository.errors()).isEmpty();
        assertThat(repository.warnings())
                .singleElement()
                .asString()
                .contains("kubernetes/apps/office/paperless/values.yaml", "left out: ", "is this a template");
    }

    @Test
    void aDependencyThatDoesNotExist() {
        repository.replacing("kubernetes/apps/office/paperless/ks.yaml", "name: longhorn", "name: longhron");
        assertThat(repository.warnings())
                .containsExactly("kubernetes/apps/office/paperless/ks.yaml:2: office/paperless depends on"
                        + " longhorn-system/longhron, which is not in the repository: Flux will wait for it for ever");
    }

    @Test
    void kustomizationsThatWaitForEachOther() {
        repository.replacing(
                "kubernetes/apps/longhorn-system/longhorn/ks.yaml",
                "  interval: 1h\n",
                "  interval: 1h\n  dependsOn:\n    - {name: paperless, namespace: office}\n");
        assertThat(repository.warnings())
                .containsExactly(
                        "kubernetes/apps/longhorn-system/longhorn/ks.yaml:2: longhorn-system/longhorn, office/paperless depend on each other in a"
                                + " cycle: Flux will apply none of them");
    }

    @Test
    void nobodyKnowsHowFluxIsInstalled() {
        repository.without("kubernetes/apps/flux-system");
        assertThat(repository.warnings())
                .anySatisfy(line -> assertThat(line).contains("neither a flux-operator nor a gotk-components.yaml"));
    }

    @Test
    void linksOutOfTheRepositoryAreNotFollowed() throws IOException {
        var outside = Files.writeString(directory.resolve("outside.yaml"), "secret: x\n");
        Files.createSymbolicLink(repository.root().resolve("kubernetes/link.yaml"), outside);
        Files.createSymbolicLink(repository.root().resolve("kubernetes/directory"), directory);
        assertThat(repository.warnings())
                .containsExactlyInAnyOrder(
                        "kubernetes/link.yaml: links to a place outside of the repository: left out",
                        "kubernetes/directory: links to a place outside of the repository: left out");
    }

    @Test
    void aTalconfigThatLinksOutOfTheRepositoryDoesNotExist() throws IOException {
        var outside = Files.writeString(directory.resolve("outside.yaml"), "nodes: []\n");
        repository.without(TALCONFIG);
        Files.createSymbolicLink(repository.root().resolve(TALCONFIG), outside);
        assertThat(repository.errors()).singleElement().asString().contains("no file describes the machines");
    }

    @Test
    void moreFilesThanAClusterHas() throws IOException {
        var many = Files.createDirectory(repository.root().resolve("many"));
        for (int i = 0; i <= CheckoutWalk.FILES; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        assertThat(repository.errors()).anySatisfy(line -> assertThat(line).startsWith("ROOT: more than 20,000 files"));
    }

    @Test
    void directoriesDeeperThanAnybodyNeeds() {
        repository.with("kubernetes/" + "d/".repeat(30) + "x.yaml", "a: 1\n");
        assertThat(repository.warnings()).singleElement().asString().contains("deeper than 24 directories: not read");
    }

    private Inventory inventory() {
        return Objects.requireNonNull(repository.discovered().inventory());
    }
}
