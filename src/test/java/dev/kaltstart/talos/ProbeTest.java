package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_1;
import static dev.kaltstart.talos.TalosFixture.WK_1;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.running;
import static dev.kaltstart.talos.TalosOutput.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
class ProbeTest {

    @SuppressWarnings("NullAway.Init")
    KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init")
    KubernetesClient client;

    private final FakeCluster cluster = FakeCluster.homelab();

    @Test
    void aNodeThatIsSilentOnBothSidesTwiceIsDead() {
        FakeRun run = probedTwice("Unknown", "Unknown");

        assertThat(run.get(NodeFacts.NODE_DEAD)).isTrue();
        assertThat(run.get(NodeFacts.TALOS_ANSWERS)).isFalse();
    }

    @Test
    void aNodeWhoseKubeletIsDeadIsDeadEvenWhenTalosAnswers() {
        running(cluster, WK_1);
        FakeRun run = probedTwice("Unknown", "Unknown");

        assertThat(run.get(NodeFacts.NODE_DEAD)).isTrue();
        assertThat(run.get(NodeFacts.TALOS_ANSWERS)).isTrue();
    }

    @Test
    void aNodeThatComesBackIsNotDead() {
        running(cluster, WK_1);

        assertThat(probedTwice("False", "True").get(NodeFacts.NODE_DEAD)).isFalse();
    }

    @Test
    void aNodeThatWasAliveTheFirstTimeIsNotDead() {
        assertThat(probedTwice("True", "Unknown").get(NodeFacts.NODE_DEAD)).isFalse();
    }

    @Test
    void aNodeThatIsStartingIsNotDead() {
        running(cluster, WK_1).talos(WK_1, STATUS, TalosOutput.status("booting"));
        FakeRun run = probedTwice("Unknown", "Unknown");

        assertThat(run.get(NodeFacts.NODE_DEAD)).isFalse();
        assertThat(run.get(NodeFacts.FIRST_PROBE)).startsWith("slow: ");
    }

    @Test
    void theSecondProbeComesAMinuteLater() {
        FakeRun run = about(cluster.with(client), "wk-1").with(NodeFacts.FIRST_PROBE, "dead: ");
        kubernetesSays("Unknown");

        cluster.pass(Duration.ofSeconds(30));

        assertThat(Turn.check(new ProbeAgain(), run))
                .isEqualTo(Check.notYet("a minute must pass between the probes", 0.5));
        assertThat(run.find(NodeFacts.NODE_DEAD)).isEmpty();
    }

    @Test
    void nobodyIsDeadWhenNobodyCanBeAsked() {
        FakeRun run = about(cluster, "wk-1");
        cluster.pass(Duration.ofMinutes(5));

        assertThat(Turn.check(new ProbeNode(), run)).isInstanceOf(Check.Unknown.class);
        assertThat(run.find(NodeFacts.FIRST_PROBE)).isEmpty();
    }

    /** Nothing is removed without quorum: a person takes over, and no node is left to wait for. */
    @Test
    void goesOnWithoutAnAnswerWhenQuorumIsLost() {
        FakeRun run = about(cluster, "cp-1").with(NodeFacts.QUORUM_LOST, true);

        assertThat(Turn.check(new ProbeNode(), run)).as("the API may flap").isInstanceOf(Check.Unknown.class);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(Turn.check(new ProbeNode(), run).message()).startsWith("dead: ");
        assertThat(Turn.check(new ProbeAgain(), run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(NodeFacts.NODE_DEAD)).isTrue();
    }

    @Test
    void theOnlyControlPlaneThatAnswersIsNotDead() {
        FakeRun run = about(running(cluster, CP_1), "cp-1").with(NodeFacts.QUORUM_LOST, true);
        cluster.pass(Duration.ofMinutes(1));

        assertThat(Turn.check(new ProbeNode(), run).message()).startsWith("slow: ");
    }

    @Test
    void withoutTheKubernetesApiTalosOnTheOthersTells() {
        FakeRun run = about(running(cluster, CP_1), "wk-1");

        assertThat(Turn.check(new ProbeNode(), run)).as("the API may flap").isInstanceOf(Check.Unknown.class);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(Turn.check(new ProbeNode(), run).message()).startsWith("dead: the Kubernetes API cannot be reached");
    }

    @Test
    void anApiWithoutEtcdBehindItIsAsGoodAsNone() {
        FakeRun run = about(running(cluster.with(hasty()), CP_1), "wk-1");
        server.expect().get().withPath("/api/v1/nodes/wk-1").andReturn(500, "").always();
        cluster.pass(Duration.ofMinutes(1));

        assertThat(Turn.check(new ProbeNode(), run).message())
                .startsWith("dead: the Kubernetes API answers with a fault, 500");
    }

    /** Like Kaltstart's own clients: failures are reported, not hidden behind retries. */
    private KubernetesClient hasty() {
        var config = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Test
    void withoutTheKubernetesApiANodeWhoseTalosAnswersIsNotDead() {
        FakeRun run = about(running(cluster, WK_1), "wk-1");
        cluster.pass(Duration.ofMinutes(1));

        assertThat(Turn.check(new ProbeNode(), run).message()).startsWith("slow: ");
    }

    @Test
    void aNodeIsWatchedUntilItHasBeenWellForAMinute() {
        running(cluster.with(client), WK_1);
        FakeRun run = about(cluster, "wk-1");

        kubernetesSays("False");
        assertThat(Turn.check(new WatchNode(), run)).isInstanceOf(Check.NotYet.class);
        kubernetesSays("True");
        cluster.pass(Duration.ofSeconds(59));
        assertThat(Turn.check(new WatchNode(), run)).isInstanceOf(Check.NotYet.class);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(Turn.check(new WatchNode(), run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void aBreakBetweenTwoLooksIsNotMissed() {
        running(cluster.with(client), WK_1);
        FakeRun run = about(cluster, "wk-1");
        cluster.pass(Duration.ofMinutes(10));
        kubernetesSays("True", "2026-11-23T10:09:30Z");

        assertThat(Turn.check(new WatchNode(), run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void aNodeThatIsReadyButSilentIsWatchedFurther() {
        FakeRun run = about(cluster.with(client), "wk-1");
        cluster.pass(Duration.ofMinutes(10));
        kubernetesSays("True");

        assertThat(Turn.check(new WatchNode(), run).message()).contains("Ready, but Talos does not answer");
    }

    private FakeRun probedTwice(String first, String second) {
        FakeRun run = about(cluster.with(client), "wk-1");
        kubernetesSays(first);
        assertThat(Turn.check(new ProbeNode(), run)).isInstanceOf(Check.Met.class);
        cluster.pass(Duration.ofMinutes(1));
        kubernetesSays(second);
        assertThat(Turn.check(new ProbeAgain(), run)).isInstanceOf(Check.Met.class);
        return run;
    }

    private void kubernetesSays(String ready) {
        kubernetesSays(ready, "2026-11-23T09:00:00Z");
    }

    private void kubernetesSays(String ready, String since) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("wk-1")
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .withLastTransitionTime(since)
                        .endCondition()
                        .endStatus()
                        .build())
                .createOr(existing -> existing.update());
    }
}
