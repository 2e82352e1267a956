package dev.kaltstart.cluster.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One node, three names: in Kubernetes, in Talos and in etcd. */
class NodeNamesTest {

    @TempDir
    Path root;

    @BeforeEach
    void aRepository() throws IOException {
        Files.createDirectories(root.resolve("talos/patches"));
        Files.createDirectories(root.resolve("kubernetes/flux/cluster"));
    }

    @ParameterizedTest
    @CsvSource({
        "WK-2, wk-2",
        "wk-2, wk-2",
        "Node_2, node-2",
        "wk-2.home.arpa, wk-2",
        "WK-2.Home.Arpa, wk-2",
    })
    void kubernetesHasTheNameThatTalosMakesOfTheHostName(String hostname, String name) throws IOException {
        Node node = node(hostname, "");

        assertThat(node.name().value()).isEqualTo(name);
        assertThat(node.hostname()).isEqualTo(hostname);
        assertThat(node.machineConfig()).isEqualTo("talos/clusterconfig/home-" + hostname + ".yaml");
    }

    @Test
    void withItsDomainWhereAPatchSaysSo() throws IOException {
        String inline = """
                patches:
                  - |-
                    machine:
                      kubelet:
                        registerWithFQDN: true
                """;
        assertThat(node("WK-2.home.arpa", inline).name().value()).isEqualTo("wk-2.home.arpa");

        Files.writeString(root.resolve("talos/patches/names.yaml"), """
                machine:
                  kubelet:
                    registerWithFQDN: true
                """);
        String file = """
                worker:
                  patches:
                    - "@./patches/names.yaml"
                """;
        assertThat(node("WK-2.home.arpa", file).name().value()).isEqualTo("wk-2.home.arpa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"@../../../etc/passwd", "@/etc/passwd", "@./patches/none.yaml", "@", "registerWithFQDN: false"})
    void aPatchFromElsewhereIsNotRead(String patch) throws IOException {
        String list = "patches:\n  - \"" + patch + "\"\n";

        assertThat(node("wk-2.home.arpa", list).name().value()).isEqualTo("wk-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wk", "wk 2", "w\u00fc-2", "w\u212A-2", "wk/2", "wk;id", "../wk", ".wk"})
    void whatTalosCannotNameStopsTheCheck(String hostname) throws IOException {
        write(hostname, "");

        assertThat(Discovery.discover(root, Overrides.NONE).problems())
                .anySatisfy(problem ->
                        assertThat(problem.line()).contains("talos/talconfig.yaml:", "cannot be the name of a node"));
    }

    @Test
    void twoNodesOfOneNameAreRefusedWhateverTheirCapitals() throws IOException {
        write("WK-2", "");
        Files.writeString(
                root.resolve("talos/talconfig.yaml"),
                Files.readString(root.resolve("talos/talconfig.yaml"))
                        + "  - { hostname: wk-2, ipAddress: 10.30.0.23, controlPlane: false }\n");

        assertThat(Discovery.discover(root, Overrides.NONE).problems())
                .anySatisfy(problem -> assertThat(problem.line()).contains("the name wk-2 is taken"));
    }

    @Test
    void twoNodesOfOneAddressAreRefusedHoweverItIsWritten() throws IOException {
        write("WK-2", "");
        Files.writeString(
                root.resolve("talos/talconfig.yaml"),
                Files.readString(root.resolve("talos/talconfig.yaml"))
                        + "  - { hostname: wk-3, ipAddress: \"FD00:30:0::22\", controlPlane: false }\n");

        assertThat(Discovery.discover(root, Overrides.NONE).problems())
                .anySatisfy(problem -> assertThat(problem.line()).contains("FD00:30:0::22", "belongs to wk-2"));
    }

    @Test
    void anyOfTheNamesFindsTheNode() throws IOException {
        node("WK-2.home.arpa", "");
        Inventory inventory = inventory();

        for (String name :
                new String[] {"wk-2", "WK-2", "wk-2.home.arpa", "WK-2.HOME.ARPA", "10.30.0.22", "fd00:30::0022"}) {
            assertThat(inventory.find(name).map(Node::hostname)).as(name).contains("WK-2.home.arpa");
        }
        for (String other :
                new String[] {"wk-22", "wk", "wk-2.office.arpa", "w\u212A-2", "", ".", "10.30.0", "wk-2."}) {
            assertThat(inventory.find(other)).as(other).isEmpty();
        }
    }

    private Node node(String hostname, String more) throws IOException {
        write(hostname, more);
        return inventory().nodes().get(1);
    }

    private Inventory inventory() {
        return Objects.requireNonNull(Discovery.discover(root, Overrides.NONE).inventory());
    }

    private void write(String hostname, String more) throws IOException {
        Files.writeString(root.resolve("talos/talconfig.yaml"), """
                clusterName: home
                endpoint: https://10.30.0.10:6443
                %snodes:
                  - { hostname: cp-1, ipAddress: 10.30.0.11, controlPlane: true }
                  - { hostname: "%s", ipAddress: "10.30.0.22,fd00:30::22", controlPlane: false }
                """.formatted(more, hostname));
    }
}
