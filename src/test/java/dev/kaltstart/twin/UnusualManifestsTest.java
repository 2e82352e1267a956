package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.seed.OperatorRepairs;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests as public repositories have them: a twin plays them, and says what it cannot play. */
class UnusualManifestsTest {

    private static final String MEDIABOX = "kubernetes/apps/media/mediabox/";

    @TempDir
    Path directory;

    private void change(String file, String text, String by) throws IOException {
        var path = directory.resolve("checkout").resolve(file);
        var before = Files.readString(path);
        assertThat(before).contains(text);
        Files.writeString(path, before.replace(text, by));
    }

    private static List<String> hollow(TwinFixture twin) {
        return twin.twin()
                .world()
                .on(world -> world.marks().keySet().stream()
                        .filter(mark -> mark.startsWith("hollow/"))
                        .toList());
    }

    private static List<String> limits(TwinFixture twin) {
        return twin.rehearsals().limits(TwinFixture.RECOVERY);
    }

    private static List<String> unready(TwinFixture twin) {
        return twin.twin()
                .world()
                .on(world -> world.objects().list(Kinds.KUSTOMIZATION).stream()
                        .filter(object -> !Conditions.is(object, "Ready", "True"))
                        .map(object -> Json.text(object, "metadata", "name"))
                        .toList());
    }

    private static String phase(TwinFixture twin, String claim) {
        return twin.twin()
                .world()
                .on(world -> world.objects()
                        .find(Kinds.CLAIM.key("media", claim))
                        .map(object -> Json.text(object, "status", "phase") + " "
                                + Json.text(object, "spec", "storageClassName"))
                        .orElse("no such claim"));
    }

    @Test
    void valuesThatOnlyTheLiveClusterHasAreInventedAndSaid() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(
                    MEDIABOX + "ks.yaml",
                    "\nspec:\n",
                    "\nspec:\n  postBuild: { substitute: { APP: mediabox }, substituteFrom: [{ kind: Secret, name: bootstrap }] }\n");
            change(MEDIABOX + "app/pvc.yaml", "name: mediabox-config", "name: ${CLAIM:=${APP}-config}");
            var twin = fixture.losing("");
            assertThat(hollow(twin)).isEmpty();
            assertThat(phase(twin, "mediabox-config")).startsWith("Bound");
            assertThat(limits(twin))
                    .containsExactly(
                            "The Secret media/bootstrap is not in the repository: its values are invented here");
        }
    }

    @Test
    void aMapThatTheRepositoryMakesIsNotInvented() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(
                    "kubernetes/flux/cluster/ks.yaml",
                    "  path: ./kubernetes/apps\n",
                    "  path: ./kubernetes/apps\n  postBuild: { substituteFrom: [{ kind: ConfigMap, name: late }] }\n");
            change(
                    "kubernetes/flux/meta/settings.yaml",
                    "---\n",
                    "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: late, namespace: flux-system }\ndata: { A: b }\n---\n");
            // encrypted, so that what makes the map waits for the key
            change("kubernetes/flux/meta/kustomization.yaml", "resources:\n", "resources:\n  - ./secret.sops.yaml\n");
            Files.writeString(directory.resolve("checkout/kubernetes/flux/meta/secret.sops.yaml"), """
                    apiVersion: v1
                    kind: Secret
                    metadata: { name: locked, namespace: flux-system }
                    stringData: { A: "ENC[AES256_GCM,data:x,type:str]" }
                    sops: { mac: "ENC[AES256_GCM,data:x,type:str]" }
                    """);
            var twin = fixture.losing("");
            assertThat(hollow(twin)).isEmpty();
            assertThat(limits(twin)).isEmpty();
        }
    }

    @Test
    void decryptsWithTheKeyThatTheControllerWasStartedWith() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(
                    "kubernetes/flux/cluster/ks.yaml",
                    "    provider: sops\n    secretRef:\n      name: sops-age\n",
                    "    provider: sops\n");
            change(
                    "kubernetes/apps/office/paperless/ks.yaml",
                    "    provider: sops\n    secretRef:\n      name: sops-age\n",
                    "    provider: sops\n");
            var twin = fixture.losing("");
            assertThat(hollow(twin)).isEmpty();
            assertThat(limits(twin)).isEmpty();
        }
    }

    @Test
    void aClaimOfAnotherClassIsBoundAsWell() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(MEDIABOX + "app/pvc.yaml", "storageClassName: longhorn", "storageClassName: openebs-hostpath");
            var twin = fixture.losing("").after(10);
            assertThat(phase(twin, "mediabox-config")).isEqualTo("Bound openebs-hostpath");
            assertThat(hollow(twin)).isEmpty();
        }
    }

    @Test
    void aKustomizationThatAppliesItselfDoesNotWaitForItself() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            var app = directory.resolve("checkout").resolve(MEDIABOX);
            Files.copy(app.resolve("ks.yaml"), app.resolve("app/ks.yaml"));
            change(MEDIABOX + "app/kustomization.yaml", "resources:\n", "resources:\n  - ./ks.yaml\n");
            var twin = fixture.losing("").after(10);
            boolean ready = twin.twin()
                    .world()
                    .on(world -> Conditions.is(
                            world.objects()
                                    .find(Kinds.KUSTOMIZATION.key("media", "mediabox"))
                                    .orElseThrow(),
                            "Ready",
                            "True"));
            assertThat(ready).isTrue();
        }
    }

    @Test
    void madeUpMachinesCarryTheAppsWhereNoneAreKnown() throws IOException {
        try (var fixture = TwinFixture.withoutNodes(directory)) {
            var twin = fixture.losing("").after(10);
            assertThat(hollow(twin)).isEmpty();
            assertThat(limits(twin)).singleElement().asString().contains("three made-up control planes");
            assertThat(unready(twin)).isEmpty();
        }
    }

    @Test
    void aPodThatAsksForANodeOfTheRealClusterRunsOnAMadeUpOne() throws IOException {
        try (var fixture = TwinFixture.withoutNodes(directory)) {
            Files.writeString(directory.resolve("checkout").resolve(MEDIABOX + "app/pinned.yaml"), """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: { name: pinned }
                    spec:
                      selector: { matchLabels: { app: pinned } }
                      template:
                        metadata: { labels: { app: pinned } }
                        spec:
                          nodeSelector: { kubernetes.io/hostname: wk-1 }
                          containers: [{ name: pinned, image: registry.example/pinned }]
                    """);
            change(MEDIABOX + "app/kustomization.yaml", "resources:\n", "resources:\n  - ./pinned.yaml\n");
            assertThat(unready(fixture.losing("").after(10))).isEmpty();
        }
    }

    @Test
    void anApplicationIsDeletedWhateverItsFileIsCalledAndWhicheverListNamesIt() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            for (String app : applications()) {
                Files.move(checkout(app + "/ks.yaml"), checkout(app + "/flux-sync.yaml"));
                var list = app.substring(0, app.lastIndexOf('/')) + "/kustomization.yaml";
                var name = app.substring(app.lastIndexOf('/') + 1);
                change(list, "./" + name + "/ks.yaml", name + "/flux-sync.yaml");
            }
            var twin = fixture.drifting();
            assertThat(badCommit(twin)).isNotEmpty();
            assertThat(limits(twin)).isEmpty();
        }
    }

    @Test
    void thatNothingCouldBeDeletedIsSaid() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            for (String app : applications()) {
                var list = app.substring(0, app.lastIndexOf('/')) + "/kustomization.yaml";
                var name = app.substring(app.lastIndexOf('/') + 1);
                Files.createDirectories(checkout(app).resolveSibling("all"));
                Files.move(checkout(app + "/ks.yaml"), checkout(app).resolveSibling("all/" + name + ".yaml"));
                change(list, "./" + name + "/ks.yaml", "./all/" + name + ".yaml");
            }
            var twin = fixture.drifting();
            assertThat(badCommit(twin)).isEmpty();
            assertThat(limits(twin)).singleElement().asString().contains("no application was found");
        }
    }

    @Test
    void whatDependsOnAnotherSourceIsBuiltLikeTheRest() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(
                    MEDIABOX + "ks.yaml",
                    "\n  dependsOn:\n",
                    "\n  dependsOn:\n    - { name: crds, namespace: media }\n");
            Files.writeString(checkout("kubernetes/apps/media/crds.yaml"), """
                    apiVersion: kustomize.toolkit.fluxcd.io/v1
                    kind: Kustomization
                    metadata: { name: crds, namespace: media }
                    spec:
                      interval: 30m
                      prune: true
                      sourceRef: { kind: GitRepository, name: operator }
                    ---
                    apiVersion: source.toolkit.fluxcd.io/v1
                    kind: GitRepository
                    metadata: { name: operator, namespace: media }
                    spec: { interval: 1h, url: https://git.example/operator.git, ref: { tag: v1.0.0 } }
                    """);
            change("kubernetes/apps/media/kustomization.yaml", "resources:\n", "resources:\n  - ./crds.yaml\n");
            var twin = fixture.losing("").after(10);
            assertThat(hollow(twin)).containsExactly("hollow/media/crds");
            assertThat(unready(twin)).isEmpty();
        }
    }

    private Path checkout(String file) {
        return directory.resolve("checkout").resolve(file);
    }

    private List<String> applications() throws IOException {
        try (var files = Files.walk(directory.resolve("checkout/kubernetes/apps"))) {
            return files.filter(file -> file.endsWith("ks.yaml"))
                    .map(file -> directory
                            .resolve("checkout")
                            .relativize(file.getParent())
                            .toString())
                    .toList();
        }
    }

    private static Optional<String> badCommit(TwinFixture twin) {
        return twin.twin().world().on(world -> Optional.ofNullable(world.marks().get(OperatorRepairs.BAD)));
    }

    @Test
    void aPathThatDoesNotExistHoldsUpNothingElse() throws IOException {
        try (var fixture = TwinFixture.sample(directory)) {
            change(MEDIABOX + "ks.yaml", "path: ./kubernetes/apps/media/mediabox/app", "path: ./kubernetes/nowhere");
            var twin = fixture.losing("").after(5);
            assertThat(hollow(twin)).containsExactly("hollow/media/mediabox");
            assertThat(limits(twin))
                    .singleElement()
                    .asString()
                    .contains("media/mediabox", "kustomization path not found");
            assertThat(unready(twin)).isEmpty();
        }
    }
}
