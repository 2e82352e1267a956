package dev.kaltstart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.lab.Contract;
import dev.kaltstart.lab.Workload;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the steps that touch a node do to a cluster, and what the cluster then does by itself. */
abstract class NodeContract extends Contract {

    private FakeRun about(String node) {
        return FakeRun.on(world.cluster()).with(RecoveryFacts.NODE, new NodeName(node));
    }

    private Node node(String name) {
        return world.kubernetes().nodes().withName(name).get();
    }

    private List<String> taints(String node) {
        return node(node).getSpec().getTaints().stream()
                .map(taint -> taint.getKey() + ":" + taint.getEffect())
                .toList();
    }

    /** Performs it and waits until it is met. */
    private void done(Step step, FakeRun run) {
        Turn.perform(step, run);
        world.until(step.getClass().getSimpleName(), () -> Turn.check(step, run) instanceof Check.Met);
    }

    private void onlyNode(String node) {
        List.of("wk-1", "wk-2", "wk-3").stream()
                .filter(other -> !other.equals(node))
                .forEach(other -> done(new CordonNode(), about(other)));
    }

    private void everyNode() {
        List.of("wk-1", "wk-2", "wk-3").forEach(node -> done(new UncordonNode(), about(node)));
    }

    @Test
    void noPodComesToANodeThatIsCordonedUntilItIsNotAnyMore() {
        done(new CordonNode(), about("wk-1"));
        world.until(
                "the node is tainted", () -> taints("wk-1").contains("node.kubernetes.io/unschedulable:NoSchedule"));
        var app = new Workload(world, "app").replicas(6).create().running();
        assertThat(app.nodes()).doesNotContain("wk-1").contains("wk-2", "wk-3");

        done(new UncordonNode(), about("wk-1"));

        world.until("the taint is gone", () -> taints("wk-1").isEmpty());
    }

    @Test
    void taintsOnceAndTakesOnlyItsOwnTaintsOff() {
        world.kubernetes().nodes().withName("wk-1").edit(node -> {
            node.getSpec().getTaints().add(new Taint("NoSchedule", "dedicated", null, "media"));
            return node;
        });

        done(new TaintNode(), about("wk-1"));
        Turn.perform(new TaintNode(), about("wk-1"));
        assertThat(taints("wk-1")).containsExactlyInAnyOrder("dedicated:NoSchedule", "kaltstart.dev/failed:NoSchedule");

        done(new UncordonNode(), about("wk-1"));
        assertThat(taints("wk-1")).containsExactly("dedicated:NoSchedule");
    }

    @Test
    void podsThatNothingHoldsRunElsewhereAfterADrain() {
        var app = new Workload(world, "app").replicas(6).create().running();
        assertThat(app.nodes()).contains("wk-1");
        done(new CordonNode(), about("wk-1"));

        done(new DrainNode(), about("wk-1"));

        world.until(
                "six pods run elsewhere",
                () -> app.pods().size() == 6
                        && app.pods().stream().allMatch(Workload::healthy)
                        && !app.nodes().contains("wk-1"));
    }

    @Test
    void aBudgetThatCanSpareOnePodLetsThemGoOneAfterTheOther() {
        onlyNode("wk-1");
        var app = new Workload(world, "app").replicas(3).create().running().guarded("app", 2);
        assertThat(app.nodes()).containsOnly("wk-1");
        everyNode();
        done(new CordonNode(), about("wk-1"));

        done(new DrainNode(), about("wk-1"));

        app.running();
        assertThat(app.nodes()).doesNotContain("wk-1");
    }

    @Test
    void aBudgetThatCanSpareNoneIsNamedWithItsFigures() {
        var app = new Workload(world, "app").replicas(1).create().running().guarded("no-one", 1);
        String node = app.nodes().get(0);
        done(new CordonNode(), about(node));

        assertThatThrownBy(() -> Turn.perform(new DrainNode(), about(node)))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining(
                        "is held by the PodDisruptionBudget no-one, disruptionsAllowed 0 (1 healthy, 1 wanted)");

        assertThat(app.nodes()).containsExactly(node);
        var force = new ForceDrain(new NodeObjectIdentity(KnownMachines.none()));
        assertThat(Turn.plan(force, about(node)).effects())
                .contains(
                        "deleted: pod " + NodePods.name(app.pods().get(0)),
                        "broken for " + NodePods.name(app.pods().get(0)) + ": PodDisruptionBudget " + world.namespace()
                                + "/no-one, disruptions allowed 0");
        done(force, about(node));
    }

    @Test
    void aPodWithoutAnOwnerIsLeftAlone() {
        world.kubernetes().resource(lonely("wk-1")).create();
        world.until("it runs", () -> Workload.healthy(lonely()));
        done(new CordonNode(), about("wk-1"));

        assertThatThrownBy(() -> Turn.perform(new DrainNode(), about("wk-1")))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining(world.namespace() + "/lonely is held by its missing owner");

        assertThat(lonely().getMetadata().getDeletionTimestamp()).isNull();
    }

    private Pod lonely() {
        return world.kubernetes()
                .pods()
                .inNamespace(world.namespace())
                .withName("lonely")
                .get();
    }

    private Pod lonely(String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("lonely")
                .withNamespace(world.namespace())
                .endMetadata()
                .withNewSpec()
                .withNodeSelector(Map.of("kubernetes.io/hostname", node))
                .addNewContainer()
                .withName("app")
                .withImage("registry.example/app:1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void aSilentNodeIsUnknownAndTainted() {
        world.silence("wk-2");

        world.until("the node is unknown", () -> Readiness.read(node("wk-2")).state() == Readiness.State.SILENT);
        assertThat(Readiness.read(node("wk-2")).message()).startsWith("Ready=Unknown (NodeStatusUnknown)");
        assertThat(Readiness.read(node("wk-2")).since()).isNotNull();
        world.until(
                "the node is tainted",
                () -> taints("wk-2")
                        .containsAll(List.of(
                                "node.kubernetes.io/unreachable:NoSchedule",
                                "node.kubernetes.io/unreachable:NoExecute")));
        assertThat(Turn.check(new VerifyNodes(), about("wk-1")).message()).startsWith("wk-2: Ready=Unknown");
    }

    @Test
    void podsOfASilentNodeStayUntilItIsOutOfService() {
        onlyNode("wk-2");
        var app = new Workload(world, "app").tolerating(5).create().running();
        everyNode();

        world.silence("wk-2");
        world.until(
                "the pod is terminating, and another one runs", () -> app.pods().size() == 2);
        assertThat(app.nodes()).contains("wk-2");
        var run = about("wk-2").with(MachineFacts.POWERED_OFF, true);
        assertThat(Turn.check(new DrainNode(), run).message()).doesNotContain(world.namespace());
        assertThat(Turn.check(new EvacuateVolumes(new NodeObjectIdentity(KnownMachines.none())), run))
                .isInstanceOf(Check.NotYet.class);

        done(new EvacuateVolumes(new NodeObjectIdentity(KnownMachines.none())), run);

        app.running();
        assertThat(app.nodes()).doesNotContain("wk-2");
    }

    @Test
    void podsGoWithTheirNode() {
        onlyNode("wk-2");
        var app = new Workload(world, "app").create().running();
        everyNode();
        world.silence("wk-2");

        done(new DeleteNode(new NodeObjectIdentity(KnownMachines.none())), about("wk-2"));

        world.until(
                "it runs elsewhere",
                () -> app.pods().stream()
                        .allMatch(pod -> Workload.healthy(pod)
                                && !"wk-2".equals(pod.getSpec().getNodeName())));
        assertThat(Turn.check(new VerifyNodes(), about("wk-1")).message()).isEqualTo("wk-2 has no Node object");
        assertThat(Turn.check(new AwaitJoin(), about("wk-2")).message()).startsWith("wk-2 has not joined yet");
    }
}
