package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.git.RealGit;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The cluster and the branch of a rehearsal, as the twin has them: not what Kaltstart wrote down about them. */
record RehearsalWorld(Cluster cluster) {

    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1";
    private static final String HELM = "helm.toolkit.fluxcd.io/v2";

    /** @param recovery one that runs, or one that has ended and was taken up again */
    static RehearsalWorld of(Clusters clusters, Rehearsals rehearsals, String cluster, String recovery) {
        rehearsals.takeUp(recovery);
        return new RehearsalWorld(clusters.open(cluster, Mode.REHEARSAL, recovery, Clusters.LOOKING));
    }

    /** Kaltstart lets a twin go right after the end of its recovery: until then its client may be closed in use. */
    static void awaitRelease(Path home, String recovery) {
        await("the twin of " + recovery + " is let go")
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        Files.exists(home.resolve("twins").resolve(recovery).resolve("closed")));
    }

    KubernetesClient kubernetes() {
        return cluster.kubernetes();
    }

    /** Asks again while the API is away, as one that flaps is. */
    Node node(String name) {
        return await("node " + name)
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> kubernetes().nodes().withName(name).get(), Objects::nonNull);
    }

    String uid(String node) {
        return node(node).getMetadata().getUid();
    }

    /** Has all the replicas that it wants, and wants some. */
    boolean runs(String namespace, String deployment) {
        var found = kubernetes()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(deployment)
                .get();
        return found != null
                && found.getSpec().getReplicas() > 0
                && found.getSpec().getReplicas().equals(found.getStatus().getReadyReplicas());
    }

    /** UID of a claim; a new one is a new volume. */
    String claim(String namespace, String name) {
        var found = kubernetes()
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .get();
        return found == null ? "gone" : found.getMetadata().getUid();
    }

    long configMaps(String namespace, String prefix) {
        return kubernetes().configMaps().inNamespace(namespace).list().getItems().stream()
                .filter(map -> map.getMetadata().getName().startsWith(prefix))
                .count();
    }

    /** The interval of a release: the field that the fault edits. */
    String interval(String namespace, String release) {
        var found = kubernetes()
                .genericKubernetesResources(HELM, "HelmRelease")
                .inNamespace(namespace)
                .withName(release)
                .get();
        return found == null ? "gone" : String.valueOf(found.<Object>get("spec", "interval"));
    }

    /** Names of the Kustomizations that are suspended. */
    List<String> suspended() {
        return kustomizations().stream()
                .filter(one -> Boolean.TRUE.equals(one.get("spec", "suspend")))
                .map(one -> one.getMetadata().getName())
                .toList();
    }

    /** Names of the Kustomizations whose last apply did not succeed. */
    List<String> failing() {
        return kustomizations().stream()
                .filter(one -> !Boolean.TRUE.equals(one.get("spec", "suspend")))
                .filter(one ->
                        String.valueOf(one.<Object>get("status", "conditions")).contains("type=Ready, status=False"))
                .map(one -> one.getMetadata().getName())
                .toList();
    }

    List<String> kustomizationNames() {
        return kustomizations().stream().map(one -> one.getMetadata().getName()).toList();
    }

    String applied(String kustomization) {
        return kustomizations().stream()
                .filter(one -> one.getMetadata().getName().equals(kustomization))
                .map(one -> String.valueOf(one.<Object>get("status", "lastAppliedRevision")))
                .findFirst()
                .orElse("");
    }

    private List<GenericKubernetesResource> kustomizations() {
        return kubernetes()
                .genericKubernetesResources(KUSTOMIZE, "Kustomization")
                .inAnyNamespace()
                .list()
                .getItems();
    }

    /** Of the branch that Flux follows. */
    String head() {
        return git("rev-parse", "main");
    }

    /** Whether everything that this commit contains is still part of the branch. */
    boolean keeps(String commit) {
        return git("rev-list", "main").lines().anyMatch(commit::equals);
    }

    /** The recovery that the newest commit names. */
    String trailer() {
        return git("log", "-1", "--format=%(trailers:key=Kaltstart-Recovery,valueonly)", "main")
                .strip();
    }

    /** The first lines of all commits of the branch. */
    List<String> subjects() {
        return git("log", "--format=%s", "main").lines().toList();
    }

    private String git(String... arguments) {
        return RealGit.git(
                Path.of(Objects.requireNonNull(cluster.repository().url()).value()), arguments);
    }
}
