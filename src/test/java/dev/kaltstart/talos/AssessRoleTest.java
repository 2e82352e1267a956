package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.CP_3;
import static dev.kaltstart.talos.TalosFixture.UUID;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
class AssessRoleTest {

    @SuppressWarnings("NullAway.Init")
    KubernetesClient client;

    private final KnownMachines machines = KnownMachines.none();
    private final AssessRole step = new AssessRole(machines);
    private final FakeCluster cluster = FakeCluster.homelab();

    @Test
    void doesNotAskEtcdAboutAWorker() {
        FakeRun run = about(cluster.with(client), "wk-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(NodeFacts.CONTROL_PLANE)).isFalse();
        assertThat(run.get(NodeFacts.QUORUM_LOST)).isFalse();
    }

    @Test
    void remembersTheMachineThatKubernetesKnew() {
        client.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("wk-1")
                        .endMetadata()
                        .withNewStatus()
                        .withNewNodeInfo()
                        .withSystemUUID(UUID.toUpperCase(Locale.ROOT))
                        .endNodeInfo()
                        .endStatus()
                        .build())
                .create();
        FakeRun run = FakeRun.on(cluster.with(client)).with(RecoveryFacts.NODE, new NodeName("wk-1"));

        Turn.check(step, run);

        assertThat(machines.seen(run.recovery(), new NodeName("wk-1"))).hasToString("Optional[" + UUID + "]");
    }

    @Test
    void findsTheQuorumWhenTwoOfThreeAnswer() {
        controlPlane(cluster.with(client), CP_2, "cp-1", "cp-2", "cp-3");
        controlPlane(cluster, CP_3, "cp-1", "cp-2", "cp-3");
        FakeRun run = about(cluster, "cp-1");

        assertThat(Turn.check(step, run).message()).contains("2 of 3", "cp-2, cp-3");
        assertThat(run.get(NodeFacts.QUORUM_LOST)).isFalse();
        assertThat(run.get(NodeFacts.CONTROL_PLANE)).isTrue();
    }

    @Test
    void findsTheQuorumLostWhenOnlyOneOfThreeAnswers() {
        controlPlane(cluster.with(client), CP_2, "cp-1", "cp-2", "cp-3");
        FakeRun run = about(cluster, "cp-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(NodeFacts.QUORUM_LOST)).isTrue();
    }

    @Test
    void doesNotCountALearner() {
        controlPlane(cluster.with(client), CP_2, "cp-1", "cp-2", "cp-3*");
        controlPlane(cluster, CP_3, "cp-1", "cp-2", "cp-3*");
        FakeRun run = about(cluster, "cp-1");

        Turn.check(step, run);

        assertThat(run.get(NodeFacts.QUORUM_LOST)).isTrue();
    }

    @Test
    void findsTheQuorumLostWithTheOnlyControlPlane() {
        FakeRun run = about(FakeCluster.single().with(client), "cp-1");

        assertThat(Turn.check(step, run).message()).contains("the only control plane");
        assertThat(run.get(NodeFacts.QUORUM_LOST)).isTrue();
    }

    @Test
    void givesTheOthersAMinuteBeforeItCallsTheQuorumLost() {
        FakeRun run = about(cluster.with(client), "cp-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Unknown.class);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(NodeFacts.QUORUM_LOST)).isTrue();
    }

    @Test
    void asksAFlappingApiAgainBeforeItGoesOnWithoutTheMachine() {
        FakeRun run = FakeRun.on(cluster).with(RecoveryFacts.NODE, new NodeName("wk-1"));

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Unknown.class);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(machines.seen(run.recovery(), new NodeName("wk-1"))).isEmpty();
    }

    @Test
    void takesNothingForWipedThatNobodyHasWiped() {
        FakeRun run = about(cluster.with(client), "wk-1");

        Turn.check(step, run);

        assertThat(run.is(MachineFacts.WIPED)).isFalse();
    }

    @Test
    void asksForTheAddressOfANodeThatHasOnlyAName() {
        Inventory known = FakeInventory.homelab();
        List<Node> nodes = known.nodes().stream()
                .map(node -> node.name().value().equals("wk-1") ? TalosFixture.addressed(node, "cafe") : node)
                .toList();
        FakeRun run = about(new FakeCluster(FakeInventory.with(known, nodes)).with(client), "wk-1");

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("NO_ADDRESS"))
                .hasMessageContaining("'cafe'")
                .hasMessageContaining("talos/talconfig.yaml:110");
    }

    @Test
    void refusesANodeThatTheInventoryDoesNotHave() {
        FakeRun run = about(cluster.with(client), "wk-9");

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("wk-9");
    }
}
