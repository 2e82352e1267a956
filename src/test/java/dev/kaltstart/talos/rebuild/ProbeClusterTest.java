package dev.kaltstart.talos.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster is lost, and with it, perhaps, its kubeconfig. */
class ProbeClusterTest {

    private final FakeCluster cluster = FakeCluster.homelab();
    private final FakeRun run = FakeRun.on(withoutKubeconfig());

    @Test
    void goesOnWithoutAKubeconfig() {
        cluster.pass(Duration.ofMinutes(2));

        assertThat(Turn.check(new ProbeCluster(), run)).isInstanceOf(Check.Met.class);
        assertThat(run.find(LossFacts.CLUSTER_ANSWERS)).contains(false);
        assertThat(run.find(LossFacts.CLUSTER_PROBE).orElseThrow()).contains("there is no kubeconfig");
    }

    @Test
    void aDrillDoesNotBeginWhereTheClusterCannotBeAsked() {
        var separation = new CheckSeparation(CheckSeparationTest.knowing(List.of()));

        assertThatThrownBy(() -> Turn.check(separation, run.in(Mode.DRILL)))
                .isInstanceOf(Cluster.UnusableCredentials.class);
    }

    private Cluster withoutKubeconfig() {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("kubernetes")) {
                        throw new Cluster.UnusableCredentials("there is no kubeconfig");
                    }
                    return method.invoke(cluster, arguments);
                });
    }
}
