package dev.kaltstart.flux.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DriftControllerTest {

    KubernetesMockServer server;
    KubernetesClient client;

    private final Redaction redaction = new Redaction();

    @Test
    void tellsWhoIsToBlameWithoutTheSecretsThatItRepeats() {
        redaction.learn("correct-horse-battery");
        new FluxWorld(client)
                .source(FluxWorld.NEWEST)
                .kustomization("cluster-apps")
                .failing("BuildFailed", "kustomize build failed: no such file: correct-horse-battery")
                .there();

        DriftView view = controller(FakeCluster.homelab().with(client), false).drift("homelab");

        assertThat(view.affected()).isEqualTo(1);
        assertThat(view.roots()).singleElement().satisfies(root -> {
            assertThat(root.object()).isEqualTo("Kustomization flux-system/cluster-apps");
            assertThat(root.says()).isEqualTo("kustomize build failed: no such file: [redacted]");
        });
    }

    @Test
    void saysWhyItCannotTell() {
        assertThatThrownBy(() -> controller(FakeCluster.homelab(), false).drift("homelab"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(502);
                    assertThat(problem.getBody().getDetail()).contains("does not answer: Connection refused");
                });
    }

    @Test
    void hasNothingToLookAtInATwin() {
        assertThatThrownBy(() -> controller(FakeCluster.homelab(), true).drift("homelab"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getStatusCode().value()).isEqualTo(409));
    }

    private DriftController controller(FakeCluster cluster, boolean twinOnly) {
        return new DriftController(new OneCluster(cluster, twinOnly), redaction);
    }
}
