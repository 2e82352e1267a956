package dev.kaltstart.flux.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.SampleDrift;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ComparisonsTest {

    private static final String APP = "kubernetes/apps/media/mediabox/app/";

    @TempDir
    static Path directory;

    private static SampleDrift drift;

    @BeforeAll
    static void open() throws IOException {
        drift = new SampleDrift(directory);
    }

    @AfterAll
    static void close() {
        drift.close();
    }

    private static void patch(String kind, String patch) {
        drift.kubernetes()
                .genericKubernetesResources(
                        kind.equals("HelmRelease") ? "helm.toolkit.fluxcd.io/v2" : "kustomize.toolkit.fluxcd.io/v1",
                        kind)
                .inNamespace("media")
                .withName("mediabox")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                // what kubectl has suspended, the parent takes back
                                .withFieldManager(kind.equals("HelmRelease") ? "kubectl-edit" : "flux")
                                .build(),
                        patch);
    }

    private static List<String> words(Comparison comparison) {
        return comparison.differences().stream()
                .map(one -> one.action() + " " + one.object().label())
                .sorted()
                .toList();
    }

    @Test
    void findsNothingWhereTheClusterIsWhatGitSays() {
        Comparison comparison = drift.compare(drift.head());

        assertThat(comparison.failures()).isEmpty();
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.notCompared()).anyMatch(note -> note.contains("encrypted Secrets: only whether"));
        assertThat(drift.shell.commands)
                .hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(command.arguments()).contains("--dry-run", "--in-memory-build"));
    }

    @Test
    void listsWhatAppThatIsGoneTakesAlong() {
        CommitId commit = drift.delete("kubernetes/apps/media/mediabox")
                .replace("kubernetes/apps/media/kustomization.yaml", "  - ./mediabox/ks.yaml\n", "")
                .offer("Tidy up");

        Comparison comparison = drift.compare(commit);

        // the claim is protected, what the Kustomization has made goes with it
        assertThat(words(comparison))
                .containsExactly(
                        "DELETE HelmRelease.helm.toolkit.fluxcd.io media/mediabox",
                        "DELETE Kustomization.kustomize.toolkit.fluxcd.io media/mediabox",
                        "DELETE OCIRepository.source.toolkit.fluxcd.io media/mediabox",
                        "DELETE ReplicationSource.volsync.backube media/mediabox");
        assertThat(comparison.differences())
                .extracting(Difference::owner)
                .contains(
                        FluxId.kustomization("flux-system", "cluster-apps"), FluxId.kustomization("media", "mediabox"));
    }

    @Test
    void listsTheClaimThatNobodyHasProtected() {
        CommitId commit = drift.delete("kubernetes/apps/office/paperless/app/pvc.yaml")
                .replace("kubernetes/apps/office/paperless/app/kustomization.yaml", "  - ./pvc.yaml\n", "")
                .offer("Tidy up");

        assertThat(words(drift.compare(commit))).containsExactly("DELETE PersistentVolumeClaim office/paperless-data");
    }

    @Test
    void listsWhatWouldBeNewWithItsNamespaceAndItsKustomization() {
        CommitId commit = addsImmich();

        assertThat(words(drift.compare(commit)))
                .containsExactly(
                        "CREATE Kustomization.kustomize.toolkit.fluxcd.io photos/immich",
                        "CREATE Namespace photos",
                        "CREATE Odd.nowhere.example photos/odd");
    }

    private static CommitId addsImmich() {
        return drift.write("kubernetes/apps/photos/kustomization.yaml", """
                        apiVersion: kustomize.config.k8s.io/v1beta1
                        kind: Kustomization
                        namespace: photos
                        resources: [./namespace.yaml, ./immich/ks.yaml]
                        """)
                .write(
                        "kubernetes/apps/photos/namespace.yaml",
                        "apiVersion: v1\nkind: Namespace\nmetadata: {name: photos}\n")
                .write("kubernetes/apps/photos/immich/ks.yaml", """
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata: {name: immich, namespace: photos}
                        spec:
                          path: ./kubernetes/apps/photos/immich/app
                          prune: true
                          interval: 1h
                          targetNamespace: photos
                          sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}
                        """)
                .write("kubernetes/apps/photos/immich/app/odd.yaml", """
                        apiVersion: nowhere.example/v1
                        kind: Odd
                        metadata: {name: odd}
                        """)
                .offer("Add immich");
    }

    @Test
    void buildsOnlyWhatIsAskedForAndWhatIsNotThereBelowIt() {
        CommitId commit = addsImmich();
        drift.shell.commands.clear();

        Comparison comparison = drift.missing(commit, Set.of(FluxId.kustomization("flux-system", "cluster-apps")));

        assertThat(words(comparison))
                .containsExactly(
                        "CREATE Kustomization.kustomize.toolkit.fluxcd.io photos/immich",
                        "CREATE Namespace photos",
                        "CREATE Odd.nowhere.example photos/odd");
        assertThat(drift.shell.commands)
                .filteredOn(command -> command.program().equals("flux"))
                .extracting(command -> command.arguments().get(2))
                .containsExactly("cluster-apps", "immich");
    }

    @Test
    void namesWhoHasChangedAFieldByHand() {
        patch("HelmRelease", "{\"spec\":{\"interval\":\"7m\"}}");
        Comparison changed = drift.compare(drift.head());
        patch("HelmRelease", "{\"spec\":{\"interval\":\"1h\",\"suspend\":true}}");
        Comparison added = drift.compare(drift.head());
        patch("HelmRelease", "{\"spec\":{\"suspend\":null}}");

        // the controller takes back what kubectl has added, too
        assertThat(added.differences())
                .singleElement()
                .satisfies(one -> assertThat(one.managers()).containsExactly("kubectl-edit"));
        assertThat(changed.differences())
                .containsExactly(new Difference(
                        new InventoryEntry("media", "mediabox", "helm.toolkit.fluxcd.io", "HelmRelease", "v2"),
                        Action.CHANGE,
                        FluxId.kustomization("media", "mediabox"),
                        List.of("kubectl-edit"),
                        List.of("spec.interval: 7m -> 1h")));
    }

    @Test
    void saysWhichKustomizationDoesNotBuildAndDeletesNothingOfIt() {
        CommitId commit = drift.write(APP + "helmrelease.yaml", "kind: [\n").offer("Break it");

        Comparison comparison = drift.compare(commit);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.failures())
                .singleElement()
                .asString()
                .startsWith("Kustomization media/mediabox: ")
                .contains("kustomize build failed");
    }

    @Test
    void takesWhatIsBelowABrokenKustomizationAsTheClusterHasIt() {
        CommitId commit = drift.write("kubernetes/apps/media/kustomization.yaml", "resources: [\n")
                .replace(APP + "helmrelease.yaml", "port: 8096", "port: 80")
                .offer("Break it");

        Comparison comparison = drift.compare(commit);

        assertThat(comparison.failures())
                .singleElement()
                .asString()
                .startsWith("Kustomization flux-system/cluster-apps: ");
        assertThat(words(comparison)).containsExactly("CHANGE HelmRelease.helm.toolkit.fluxcd.io media/mediabox");
    }

    @Test
    void leavesAloneWhatSomebodyElseHasSuspended() {
        patch("Kustomization", "{\"spec\":{\"suspend\":true}}");
        CommitId commit = drift.replace(APP + "helmrelease.yaml", "port: 8096", "port: 80")
                .offer("Other port");

        Comparison theirs = drift.compare(commit);
        // ours is let go before anybody applies anything
        patch("Kustomization", "{\"metadata\":{\"annotations\":{\"" + LeaseMarks.HOLDER + "\":\"x\"}}}");
        Comparison ours = drift.compare(commit);
        patch(
                "Kustomization",
                "{\"spec\":{\"suspend\":null},\"metadata\":{\"annotations\":{\"" + LeaseMarks.HOLDER + "\":null}}}");

        assertThat(theirs.differences()).isEmpty();
        assertThat(theirs.notCompared())
                .contains("Kustomization media/mediabox: is suspended, and Flux leaves it alone");
        assertThat(words(ours)).containsExactly("CHANGE HelmRelease.helm.toolkit.fluxcd.io media/mediabox");
    }

    @Test
    void fillsInVariablesWithoutShowingThemToACommand() {
        drift.kubernetes()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("values")
                        .endMetadata()
                        .withStringData(Map.of("HIDDEN", "hidden-in-memory"))
                        .build())
                .create();
        CommitId commit = drift.replace("kubernetes/apps/media/mediabox/ks.yaml", "  prune: true\n", """
                          prune: true
                          postBuild:
                            substitute: {PLAIN: plain}
                            substituteFrom:
                              - {kind: Secret, name: values}
                              - {kind: ConfigMap, name: settings}
                        """)
                .write("kubernetes/apps/media/settings.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: settings}
                        data: {FROM_GIT: "3"}
                        """)
                .replace(
                        "kubernetes/apps/media/kustomization.yaml",
                        "  - ./namespace.yaml\n",
                        "  - ./namespace.yaml\n  - ./settings.yaml\n")
                .write(APP + "map.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: filled}
                        data:
                          a: "${PLAIN} ${HIDDEN} ${FROM_GIT} ${NONE:=default} $${KEPT}"
                        """)
                .replace(APP + "kustomization.yaml", "  - ./pvc.yaml\n", "  - ./pvc.yaml\n  - ./map.yaml\n")
                .offer("Use variables");
        drift.kubernetes()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("filled")
                        .withLabels(Map.of(
                                "app.kubernetes.io/name", "mediabox",
                                "kustomize.toolkit.fluxcd.io/name", "mediabox",
                                "kustomize.toolkit.fluxcd.io/namespace", "media"))
                        .endMetadata()
                        .withData(Map.of("a", "plain hidden-in-memory 3 default ${KEPT}"))
                        .build())
                .create();

        Comparison comparison = drift.compare(commit);
        drift.kubernetes().configMaps().inNamespace("media").withName("filled").delete();
        drift.kubernetes().secrets().inNamespace("media").withName("values").delete();

        assertThat(words(comparison))
                .containsExactly(
                        "CHANGE Kustomization.kustomize.toolkit.fluxcd.io media/mediabox",
                        "CREATE ConfigMap media/settings");
        assertThat(drift.shell.commands.toString() + drift.shell.outputs).doesNotContain("hidden-in-memory");
    }
}
