package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.NODE;
import static dev.kaltstart.kubernetes.KubernetesFixture.about;
import static dev.kaltstart.kubernetes.KubernetesFixture.hasNode;
import static dev.kaltstart.kubernetes.KubernetesFixture.identity;
import static dev.kaltstart.kubernetes.KubernetesFixture.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.storage.LonghornFixture;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
class NodeStepsTest {

    @SuppressWarnings("NullAway.Init")
    KubernetesClient client;

    @Test
    void cordonsTheNode() {
        hasNode(client);

        assertThat(goesThrough(new CordonNode())).isInstanceOf(Check.Met.class);
        assertThat(client.nodes().withName(NODE).get().getSpec().getUnschedulable())
                .isTrue();
    }

    @Test
    void taintsTheNodeOnce() {
        hasNode(client);

        goesThrough(new TaintNode());
        Turn.perform(new TaintNode(), about(client));

        assertThat(client.nodes().withName(NODE).get().getSpec().getTaints())
                .singleElement()
                .satisfies(taint -> {
                    assertThat(taint.getKey()).isEqualTo("kaltstart.dev/failed");
                    assertThat(taint.getEffect()).isEqualTo("NoSchedule");
                });
    }

    @Test
    void hasNothingToCordonOrTaintWhenTheNodeIsGone() {
        assertThat(Turn.check(new CordonNode(), about(client))).isInstanceOf(Check.Met.class);
        assertThat(Turn.check(new TaintNode(), about(client))).isInstanceOf(Check.Met.class);
    }

    @Test
    void takesOnlyItsOwnTaintsOffAgain() {
        hasNode(
                client,
                builder -> builder.editSpec()
                        .withUnschedulable(true)
                        .addToTaints(Taints.FAILED, Taints.OUT_OF_SERVICE)
                        .addNewTaint("NoSchedule", "dedicated", null, "media")
                        .endSpec());

        assertThat(goesThrough(new UncordonNode())).isInstanceOf(Check.Met.class);
        assertThat(client.nodes().withName(NODE).get().getSpec().getTaints())
                .extracting(taint -> taint.getKey())
                .containsExactly("dedicated");
    }

    @Test
    void cannotUncordonANodeThatIsNotThere() {
        assertThat(Turn.check(new UncordonNode(), about(client))).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void deletesTheNodeAfterMakingSureWhichMachineItStandsFor() {
        hasNode(client);
        var step = new DeleteNode(identity());

        assertThat(Turn.identity(step, about(client))).isInstanceOf(Check.Met.class);
        assertThat(goesThrough(step)).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, about(client)).requests()).containsExactly("kubectl delete node wk-1");
    }

    @Test
    void refusesToDeleteTheNodeOfAnotherMachine() {
        hasNode(client);
        var other = new NodeObjectIdentity(KnownMachines.of("11111111-2222-3333-4444-555555555555"));

        Check identity = Turn.identity(new DeleteNode(other), about(client));

        assertThat(identity).isInstanceOf(Check.NotYet.class);
        assertThat(identity.message()).contains(KubernetesFixture.UUID, "11111111");
    }

    @Test
    void refusesToDeleteANodeWithAnotherAddress() {
        client.resource(node(NODE, "10.99.0.1", "True").build()).create();

        assertThat(Turn.identity(new DeleteNode(identity()), about(client)).message())
                .contains("10.99.0.1", "10.20.0.21");
    }

    @Test
    void leavesLonghornsEntryWhileAReplicaIsOnTheNode() {
        hasNode(client);
        var longhorn = new LonghornFixture(client).node(NODE, false).replica("pvc-1", NODE, "2026-11-01T00:00:00Z", "");

        goesThrough(new DeleteNode(identity()));

        assertThat(longhorn.object("Node", NODE).get()).isNotNull();
    }

    @Test
    void removesLonghornsEntryWhenTheNodeIsEmpty() {
        hasNode(client);
        var longhorn =
                new LonghornFixture(client).node(NODE, false).replica("pvc-1", "wk-2", "2026-11-01T00:00:00Z", "");

        goesThrough(new DeleteNode(identity()));

        assertThat(longhorn.object("Node", NODE).get()).isNull();
    }

    @Test
    void waitsForANodeThatIsReadyAndHasANetwork() {
        var step = new AwaitJoin();
        assertThat(Turn.check(step, about(client)).message()).contains("has not joined");
        client.resource(node(NODE, "10.20.0.21", "False").build()).create();
        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.NotYet.class);
        client.resource(node(NODE, "10.20.0.21", "True")
                        .editStatus()
                        .addNewCondition()
                        .withType("NetworkUnavailable")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .update();
        assertThat(Turn.check(step, about(client)).message()).contains("its pod network is not up");
        client.resource(node(NODE, "10.20.0.21", "True").build()).update();
        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.Met.class);
    }

    @Test
    void findsEveryNodeOfTheInventoryReady() {
        FakeInventory.homelab()
                .nodes()
                .forEach(node -> client.resource(node(node.name().value(), node.address(), "True")
                                .build())
                        .create());

        assertThat(Turn.check(new VerifyNodes(), about(client)).message()).isEqualTo("all 6 nodes are Ready");
    }

    @Test
    void namesTheNodesThatAreMissingOrNotReady() {
        hasNode(client);
        client.resource(node("wk-2", "10.20.0.22", "Unknown").build()).create();

        Check check = Turn.check(new VerifyNodes(), about(client));

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message())
                .contains("cp-1 has no Node object", "wk-2: Ready=Unknown")
                .doesNotContain("wk-1");
    }

    @Test
    void reportsANodeThatSomebodyElseHasCordonedButNotOurs() {
        FakeInventory.homelab()
                .nodes()
                .forEach(node -> client.resource(node(node.name().value(), node.address(), "True")
                                .editSpec()
                                .withUnschedulable(node.name().value().equals("wk-2"))
                                .endSpec()
                                .build())
                        .create());

        assertThat(Turn.check(new VerifyNodes(), about(client)).message()).contains("cordoned by others: wk-2");
        Turn.perform(new CordonNode(), about(client));
        assertThat(Turn.check(new VerifyNodes(), about(client)).message()).contains("wk-1 is still cordoned");
    }

    private Check goesThrough(Step step) {
        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.NotYet.class);
        Turn.perform(step, about(client));
        return Turn.check(step, about(client));
    }
}
