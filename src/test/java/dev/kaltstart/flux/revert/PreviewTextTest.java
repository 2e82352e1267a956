package dev.kaltstart.flux.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class PreviewTextTest {

    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final FluxId OWNER = FluxId.kustomization("media", "echo");
    private static final InventoryEntry ECHO = new InventoryEntry("media", "echo", "apps", "Deployment", "v1");

    KubernetesClient client;

    @Test
    void saysWhatTheClusterRefusesAndWhy() {
        String why =
                "the Kubernetes API answered 500: failed to create typed patch object: .spec.replicas: expected numeric";

        assertThat(effects(new Difference(ECHO, Action.REFUSED, OWNER, List.of(), List.of(why))))
                .contains(
                        "THE CLUSTER REFUSES Deployment.apps media/echo: " + why
                                + ". Flux will fail there after the push",
                        "REFUSED Deployment.apps media/echo (media/echo): " + why);
    }

    @Test
    void saysWhatTheClusterRefusesToCreateAndWhy() {
        String why = "the Kubernetes API answered 403: admission webhook \"x\" denied the request";

        assertThat(effects(new Difference(ECHO, Action.CREATE, OWNER, List.of(), List.of(why))))
                .contains(
                        "created: 1 (1 Deployment)",
                        "THE CLUSTER REFUSES Deployment.apps media/echo: " + why
                                + ". Flux will fail there after the push",
                        "CREATE Deployment.apps media/echo (media/echo): " + why);
    }

    @Test
    void namesEachObjectAndWhatChangesFromWhatToWhat() {
        assertThat(effects(new Difference(
                        ECHO, Action.CHANGE, OWNER, List.of("kubectl-edit"), List.of("spec.replicas: 5 -> 1"))))
                .contains(
                        "changed: 1 (1 Deployment)",
                        "CHANGE Deployment.apps media/echo (media/echo, changed by kubectl-edit): spec.replicas: 5 -> 1");
    }

    @Test
    void saysWhatWasNotComparedAndWhyInTheSameText() {
        var comparison = new Comparison(List.of(), List.of("Kustomization media/x: is suspended"), List.of());

        assertThat(PreviewText.effects(PreviewText.of(COMMIT, comparison, new Loss(client))))
                .contains("not compared: 1, listed below with the reasons", "Kustomization media/x: is suspended")
                .noneMatch(line -> line.contains("preview.txt"));
    }

    private List<String> effects(Difference... differences) {
        var comparison = new Comparison(List.of(differences), List.of(), List.of());
        return PreviewText.effects(PreviewText.of(COMMIT, comparison, new Loss(client)));
    }
}
