package dev.kaltstart.talos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.seen.SeenNodeRows;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.TwinWorld;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From a cluster that answers to nodes that are known when it does not; the repository describes none of them. */
@SuppressWarnings("NullAway.Init")
class NodeWatchTest {

    @TempDir
    private Path directory;

    private TwinWorld world;
    private SeenNodeRows record;
    private final StoppedClock clock = new StoppedClock();

    @BeforeEach
    void aClusterThatAnswers() {
        world = TwinWorld.open(directory);
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        record = new SeenNodeRows(JdbcClient.create(database), directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void aClusterThatAnsweredOnceIsKnownWhenItIsGone() {
        assertThat(inventory().nodes()).isEmpty();

        look();
        clock.pass(Duration.ofDays(3));
        lookAt(FakeCluster.homelab());

        assertThat(inventory().nodes())
                .extracting(node -> "%s %s %s %s, %s"
                        .formatted(node.name(), node.role(), node.address(), node.diskSerial(), node.source()))
                .contains(
                        "cp-1 CONTROL_PLANE 10.20.0.11 %s, the live cluster, seen live on 2026-11-23"
                                .formatted(serial("cp-1")),
                        "wk-3 WORKER 10.20.0.23 %s, the live cluster, seen live on 2026-11-23"
                                .formatted(serial("wk-3")))
                .hasSize(6);
        assertThat(inventory().talosVersion()).isEqualTo("v1.13.9");
    }

    @Test
    void aDeadNodeKeepsTheDateOfItsLastAnswer() {
        look();
        world.powerOff("wk-2");
        clock.pass(Duration.ofHours(1));

        look();

        assertThat(machine("wk-2").at()).isEqualTo(StoppedClock.NOON);
        assertThat(machine("wk-1").at()).isEqualTo(StoppedClock.NOON.plus(Duration.ofHours(1)));
        assertThat(node("wk-2").doubt()).contains("the machine at 10.20.0.22 does not answer");
        assertThat(inventory().node(new NodeName("wk-2"))).isPresent();
    }

    @Test
    void aNodeThatWasDeletedFromKubernetesStays() {
        look();
        world.powerOff("wk-2");
        world.kubernetes().nodes().withName("wk-2").delete();

        look();

        assertThat(inventory().node(new NodeName("wk-2"))).isPresent();
    }

    /** Attack: whoever may write Node objects invents a control plane at the address of a real one. */
    @Test
    void anInventedNodeIsNoNode() {
        look();
        create("evil", "10.20.0.11");

        look();

        assertThat(node("evil").machine()).isNull();
        assertThat(node("evil").doubt()).isEqualTo("the machine at 10.20.0.11 is the node cp-1");
        assertThat(inventory().find("evil")).isEmpty();
        assertThat(Objects.requireNonNull(Discovery.discover(terraform(), Overrides.NONE, record.of("homelab"))
                                .nodes())
                        .toDeclare())
                .anyMatch(line -> line.contains("evil"));
        world.kubernetes().nodes().withName("evil").delete();
        look();
        assertThat(record.of("homelab")).hasSize(6);
        assertThat(inventory().nodes()).hasSize(6);
    }

    /** Attack: a kubelet names the address of another node as its own. */
    @Test
    void aKubeletCannotMoveItsNodeToAnotherMachine() {
        look();
        world.powerOff("wk-1");
        world.kubernetes().nodes().withName("wk-1").editStatus(node -> {
            node.getStatus().getAddresses().forEach(address -> address.setAddress("10.20.0.12"));
            return node;
        });

        look();

        assertThat(machine("wk-1").address()).isEqualTo("10.20.0.21");
        assertThat(inventory().find("10.20.0.12").orElseThrow().name().value()).isEqualTo("cp-2");
        assertThat(node("wk-1").doubt()).contains("the machine at 10.20.0.12 is the node cp-2");
    }

    /** Attack: a label makes a worker a control plane. */
    @Test
    void aLabelDoesNotMakeAControlPlane() {
        world.kubernetes()
                .nodes()
                .withName("wk-1")
                .edit(node -> new NodeBuilder(node)
                        .editMetadata()
                        .addToLabels("node-role.kubernetes.io/control-plane", "")
                        .endMetadata()
                        .build());

        look();

        assertThat(machine("wk-1").role()).isEqualTo(Role.WORKER);
        assertThat(inventory().controlPlanes()).hasSize(3);
    }

    @Test
    void withoutKubernetesTheMachinesNameEachOther() {
        lookAt(withoutKubernetes(world.cluster()));

        assertThat(inventory().nodes())
                .extracting(node -> node.name() + " " + node.role() + " " + node.address())
                .hasSize(6)
                .contains("cp-1 CONTROL_PLANE 10.20.0.11", "wk-3 WORKER 10.20.0.23");
    }

    private static Cluster withoutKubernetes(Cluster cluster) {
        return new Cluster() {
            @Override
            public String name() {
                return cluster.name();
            }

            @Override
            public Inventory inventory() {
                return cluster.inventory();
            }

            @Override
            public Clock clock() {
                return cluster.clock();
            }

            @Override
            public Duration pace(Duration duration) {
                return cluster.pace(duration);
            }

            @Override
            public Shell shell() {
                throw new AssertionError("a look changes nothing");
            }

            @Override
            public Shell looking() {
                return cluster.looking();
            }

            @Override
            public KubernetesClient kubernetes() {
                throw new UnusableCredentials("there is no kubeconfig");
            }
        };
    }

    @Test
    void anEmptyAnswerEmptiesNothing() {
        look();
        world.kubernetes().nodes().delete();

        look();

        assertThat(record.of("homelab")).hasSize(6);
        assertThat(inventory().nodes()).hasSize(6);
    }

    @Test
    void withoutTalosctlOnlyClaimsAreRecorded() {
        lookAt(FakeCluster.homelab().without("talosctl").with(world.kubernetes()));

        assertThat(record.of("homelab")).hasSize(6).allSatisfy(node -> {
            assertThat(node.machine()).isNull();
            assertThat(Objects.requireNonNull(node.claim()).addresses()).hasSize(1);
            assertThat(node.doubt()).contains("'talosctl' is not installed here");
        });
        assertThat(inventory().nodes()).isEmpty();
    }

    @Test
    void aTwinIsNotLookedAt() {
        new NodeWatch(new OneCluster(world.cluster(), true), record, new Redaction(), clock).look();

        assertThat(record.of("homelab")).isEmpty();
    }

    private void look() {
        lookAt(world.cluster());
    }

    private void lookAt(Cluster cluster) {
        new NodeWatch(new OneCluster(cluster, false), record, new Redaction(), clock).look();
    }

    private void create(String name, String address) {
        world.kubernetes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("node-role.kubernetes.io/control-plane", "")
                        .endMetadata()
                        .withNewStatus()
                        .addNewAddress(address, "InternalIP")
                        .endStatus()
                        .build())
                .create();
    }

    private SeenNode node(String name) {
        return record.of("homelab").stream()
                .filter(node -> node.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private SeenNode.Machine machine(String name) {
        return Objects.requireNonNull(node(name).machine());
    }

    private String serial(String name) {
        return Objects.requireNonNull(machine(name).diskSerial());
    }

    private Path terraform() {
        var root = directory.resolve("terraform/single");
        if (!root.toFile().exists()) {
            RepositoryCopy.copyOf("single", directory.resolve("terraform"))
                    .without("talos")
                    .with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n");
        }
        return root;
    }

    private Inventory inventory() {
        return Objects.requireNonNull(Discovery.discover(terraform(), Overrides.NONE, record.of("homelab"))
                .inventory());
    }
}
