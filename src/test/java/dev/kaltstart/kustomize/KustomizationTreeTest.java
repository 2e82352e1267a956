package dev.kaltstart.kustomize;

import static dev.kaltstart.kustomize.TextTree.kustomization;
import static dev.kaltstart.kustomize.TextTree.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.kustomize.KustomizationTree.Declared;
import dev.kaltstart.kustomize.KustomizationTree.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KustomizationTreeTest {

    private final TextTree tree = TextTree.templated();
    private final List<String> faults = new ArrayList<>();

    @Test
    void followsTheSyncOfTheInstance() {
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
        assertThat(found().get(1).source()).isEqualTo("kubernetes/apps/media/ks.yaml:1");
        assertThat(faults).isEmpty();
    }

    @Test
    void whatIsCommentedOutDoesNotCount() {
        tree.with(
                        "kubernetes/apps/media/valheim/ks.yaml",
                        kustomization("valheim", "", "./kubernetes/apps/media/app", ""))
                .with(
                        "kubernetes/apps/media/kustomization.yaml",
                        "resources:\n  - ./ks.yaml\n#  - ./valheim/ks.yaml\nnamespace: media\n");
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
    }

    @Test
    void aComponentCountsForWhatItMakesAndNotForItself() {
        tree.with("kubernetes/components/db/ks.yaml", kustomization("${APP}-db", "", "./kubernetes/apps/media/app", ""))
                .with("kubernetes/components/db/kustomization.yaml", """
                        apiVersion: kustomize.config.k8s.io/v1alpha1
                        kind: Component
                        resources: [./ks.yaml]
                        """)
                .with("kubernetes/apps/media/ks.yaml", kustomization("plex", "", "./kubernetes/apps/media/app", """
                                components: [../../../components/db]
                                postBuild: { substitute: { APP: plex } }
                                """));
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex", "media/plex-db");
    }

    @Test
    void aReplacementGivesAKustomizationTheNamespaceOfItsFolder() {
        tree.with("kubernetes/components/target.yaml", """
                        - source: { kind: Namespace, fieldPath: metadata.name }
                          targets:
                            - select: { kind: Kustomization, group: kustomize.toolkit.fluxcd.io }
                              fieldPaths: [spec.targetNamespace, spec.missing.one]
                              options: { create: true }
                            - select: { kind: Kustomization, name: other }
                              fieldPaths: [spec.path]
                        """)
                .with("kubernetes/apps/media/namespace.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: _}}")
                .with(
                        "kubernetes/apps/media/kustomization.yaml",
                        "resources: [./namespace.yaml, ./ks.yaml]\nnamespace: media\nreplacements: [{path: ../../components/target.yaml}]\n");

        assertThat(found()).last().satisfies(plex -> {
            assertThat(ManifestFields.text(plex.object(), "spec", "targetNamespace"))
                    .isEqualTo("media");
            assertThat(ManifestFields.text(plex.object(), "spec", "path")).isEqualTo("./kubernetes/apps/media/app");
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void aPatchRenamesOnlyWhenItMay() {
        tree.with("kubernetes/apps/media/kustomization.yaml", """
                resources: [./ks.yaml]
                namespace: media
                patches:
                  - patch: "{kind: Kustomization, metadata: {name: ignored}}"
                    target: { kind: Kustomization }
                  - patch: "{kind: Kustomization, metadata: {name: emby}}"
                    target: { kind: Kustomization }
                    options: { allowNameChange: true }
                """);
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/emby");
    }

    @Test
    void theTargetNamespaceOfTheParentWins() {
        tree.with(
                        "kubernetes/flux/cluster/ks.yaml",
                        kustomization("cluster-apps", "flux-system", "./kubernetes/apps", "targetNamespace: data"))
                .with("kubernetes/apps/media/kustomization.yaml", "resources: [./ks.yaml]\n")
                .with(
                        "kubernetes/apps/media/ks.yaml",
                        kustomization("plex", "flux-system", "./kubernetes/apps/media/app", ""));
        assertThat(names()).containsExactly("flux-system/cluster-apps", "data/plex");
    }

    @Test
    void aPathThatDoesNotExistIsKnown() {
        tree.with("kubernetes/apps/media/ks.yaml", kustomization("plex", "", "./kubernetes/apps/media/nowhere", ""));
        assertThat(found()).extracting(Declared::origin).containsExactly(Origin.HERE, Origin.MISSING);
    }

    @Test
    void anAliasCanBeAKey() {
        tree.with("kubernetes/apps/media/ks.yaml", """
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata:
                          name: &app plex
                          labels:
                            *app: "1"
                        spec: { path: ./kubernetes/apps/media/app, sourceRef: { kind: GitRepository, name: flux-system } }
                        """);
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
        assertThat(found().get(1).object().at("/metadata/labels/plex").asText()).isEqualTo("1");
    }

    @Test
    void anotherClusterInTheRepositoryIsNotMixedIn() {
        tree.with("kubernetes/oke/apps/kustomization.yaml", "resources: [./media]\n")
                .with("kubernetes/oke/apps/media/kustomization.yaml", "resources: [./ks.yaml]\nnamespace: media\n")
                .with(
                        "kubernetes/oke/apps/media/ks.yaml",
                        kustomization("plex", "", "./kubernetes/oke/apps/media/app", ""));
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
        assertThat(faults).isEmpty();
    }

    @Test
    void ofTwoRootsTheOneOfThisClusterIsFirst() {
        var two = new TextTree();
        for (String cluster : List.of("production", "staging")) {
            two.with(
                            "clusters/%s/flux-system/gotk-sync.yaml".formatted(cluster),
                            kustomization("flux-system", "flux-system", "./clusters/" + cluster, ""))
                    .with("clusters/%s/map.yaml".formatted(cluster), map(cluster));
        }
        assertThat(FluxRoots.of(two, List.of("staging"), this::note).roots())
                .extracting(FluxRoot::path)
                .containsExactly("clusters/staging", "clusters/production");
    }

    @Test
    void theRootCanBeInTheValuesOfAChart() {
        tree.with("kubernetes/apps/flux-system/instance.yaml", """
                        apiVersion: helm.toolkit.fluxcd.io/v2
                        kind: HelmRelease
                        metadata: { name: flux-instance }
                        spec: { values: { instance: { sync: { path: ./kubernetes/flux/cluster/ } } } }
                        """);
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
        tree.without("kubernetes/apps/flux-system/instance.yaml")
                .with("bootstrap/values.yaml", "instance:\n  sync:\n    path: kubernetes/flux/cluster\n");
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
    }

    @Test
    void anArtifactCanBeginBelowTheRepository() {
        var published = new TextTree();
        tree.files("kubernetes")
                .forEach(file -> published.with(
                        "kubernetes/" + file,
                        tree.read("kubernetes/" + file)
                                .orElseThrow()
                                .replace("./kubernetes/", "./")
                                .replace("path: kubernetes/", "kind: OCIRepository, path: ")
                                .replace("kind: GitRepository", "kind: OCIRepository")));
        assertThat(names(published)).containsExactly("flux-system/cluster-apps", "media/plex");
    }

    @Test
    void aTransformerOfTheRepositoryNamesTheNamespace() {
        tree.with(
                        "kubernetes/apps/media/kustomization.yaml",
                        "resources: [./ks.yaml, ./namespace.yaml]\ntransformers: [./transformers]\n")
                .with(
                        "kubernetes/apps/media/namespace.yaml",
                        "{apiVersion: v1, kind: Namespace, metadata: {name: .invalid}}")
                .with(
                        "kubernetes/apps/media/transformers/kustomization.yaml",
                        "resources: [../../../transformer.yaml]\nnamespace: films\n")
                .with("kubernetes/transformer.yaml", """
                        apiVersion: builtin
                        kind: NamespaceTransformer
                        metadata: { name: apply, namespace: .invalid }
                        fieldSpecs:
                          - { path: metadata/name, kind: Namespace, create: true }
                          - { path: spec/targetNamespace, group: kustomize.toolkit.fluxcd.io, kind: Kustomization, create: true }
                        """);
        assertThat(names()).containsExactly("flux-system/cluster-apps", "films/plex");
        assertThat(found().get(1).object().at("/spec/targetNamespace").asText()).isEqualTo("films");
    }

    @Test
    void oneThatAnotherAppliesIsNoRoot() {
        tree.without("kubernetes/apps/flux-system/instance.yaml")
                .with(
                        "kubernetes/flux/config/cluster.yaml",
                        kustomization("cluster", "flux-system", "./kubernetes/flux", ""))
                .with("kubernetes/apps/media/ks.yaml", kustomization("plex", "", "./kubernetes/apps/media", ""));
        assertThat(FluxRoots.of(tree, List.of(), this::note).roots())
                .extracting(FluxRoot::path)
                .containsExactly("kubernetes/flux");
    }

    @Test
    void anotherSourceIsNotFollowed() {
        tree.with("kubernetes/apps/media/ks.yaml", """
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata: { name: crds }
                        spec: { path: ./kubernetes/apps, sourceRef: { kind: GitRepository, name: upstream } }
                        ---
                        apiVersion: source.toolkit.fluxcd.io/v1
                        kind: GitRepository
                        metadata: { name: upstream }
                        spec: { url: https://git.example/upstream }
                        """);
        assertThat(found()).extracting(Declared::origin).contains(Origin.ELSEWHERE);
    }

    @Test
    void aResourceSetMakesKustomizations() {
        tree.with("kubernetes/apps/media/ks.yaml", """
                        apiVersion: fluxcd.controlplane.io/v1
                        kind: ResourceSet
                        metadata: { name: apps }
                        spec:
                          inputs: [{ name: one }, { name: two }]
                          resources:
                            - apiVersion: kustomize.toolkit.fluxcd.io/v1
                              kind: Kustomization
                              metadata: { name: << inputs.name >> }
                              spec:
                                path: ./kubernetes/apps/media/app
                                sourceRef: { kind: GitRepository, name: flux-system }
                        """);
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/one", "media/two");
    }

    @Test
    void patchesOfAKustomizationReachTheOnesBelow() {
        tree.with(
                "kubernetes/flux/cluster/ks.yaml",
                kustomization("cluster-apps", "flux-system", "./kubernetes/apps", """
                        patches:
                          - patch: |
                              apiVersion: kustomize.toolkit.fluxcd.io/v1
                              kind: Kustomization
                              metadata: { name: _ }
                              spec: { decryption: { provider: sops } }
                            target: { group: kustomize.toolkit.fluxcd.io, kind: Kustomization }
                          - patch: |
                              - { op: add, path: /spec/suspend, value: true }
                            target: { kind: Kustomization, name: "ple." }
                        """));
        assertThat(found().get(1).object().at("/spec/decryption/provider").asText())
                .isEqualTo("sops");
        assertThat(found().get(1).object().at("/spec/suspend").asBoolean()).isTrue();
        assertThat(faults).isEmpty();
    }

    @Test
    void valuesComeFromAMapThatAnotherKustomizationMakes() {
        tree.with("kubernetes/flux/cluster/ks.yaml", """
                        %s---
                        %s""".formatted(
                                kustomization("cluster-apps", "flux-system", "./kubernetes/apps", """
                                        postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }] }
                                        """),
                                kustomization("cluster-meta", "flux-system", "./kubernetes/flux/meta", "")))
                .with("kubernetes/flux/meta/settings.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: { name: settings, namespace: flux-system }
                        data: { WHICH: app }
                        """)
                .with(
                        "kubernetes/apps/media/ks.yaml",
                        kustomization("plex", "", "./kubernetes/apps/media/${WHICH:=${OTHER:-none}}", ""));
        assertThat(found()).extracting(Declared::id).contains("media/plex");
        assertThat(found()).extracting(Declared::origin).containsOnly(Origin.HERE);
    }

    @Test
    void oneBrokenFileIsLeftOutAndNamed() {
        tree.with("kubernetes/apps/media/app/map.yaml", "a: [\n");
        tree.with("kubernetes/apps/media/kustomization.yaml", "resources: [./ks.yaml, ./no.yaml]\nnamespace: media\n");
        assertThat(names()).containsExactly("flux-system/cluster-apps", "media/plex");
        assertThat(faults)
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).startsWith("kubernetes/apps/media/app/map.yaml"));
    }

    @Test
    // followed to its end, it would take years
    @Timeout(90)
    void aRepositoryOfManyLevelsThatListEachOtherTwiceEnds() {
        for (int level = 0; level < 29; level++) {
            tree.with(
                    "kubernetes/apps/%s/kustomization.yaml".formatted(level == 0 ? "media" : "l" + level),
                    "resources: [../l%1$d, ../l%1$d/../l%1$d]\ncomponents: [../l%1$d]\n".formatted(level + 1));
        }
        assertThat(names()).contains("flux-system/cluster-apps");
        assertThat(faults).anySatisfy(fault -> assertThat(fault).contains("is there a circle?"));
    }

    @Test
    void aPathOutOfTheRepositoryIsRefused() {
        tree.with("kubernetes/apps/media/ks.yaml", kustomization("plex", "", "../../../etc", ""))
                .with("kubernetes/apps/kustomization.yaml", "resources: [./media, ../../../etc, /etc/passwd]\n");
        assertThat(found()).extracting(Declared::origin).containsExactly(Origin.HERE, Origin.MISSING);
        assertThat(faults).hasSize(2).allSatisfy(fault -> assertThat(fault).contains("security"));
    }

    /** Attack: each copy doubles the object; forty of them would fill any memory. */
    @Test
    @Timeout(90)
    void aPatchThatDoublesAnObjectEndsTheBuild() {
        var copies = new StringBuilder();
        for (int copy = 0; copy < 40; copy++) {
            copies.append(", { op: copy, from: /spec, path: /spec/a%d }".formatted(copy));
        }
        tree.with(
                "kubernetes/flux/cluster/ks.yaml",
                kustomization("cluster-apps", "flux-system", "./kubernetes/apps", """
                        patches:
                          - patch: "[{ op: add, path: /spec/suspend, value: true }%s]"
                            target: { kind: Kustomization }
                        """.formatted(copies)));

        assertThat(names()).containsExactly("flux-system/cluster-apps");
        assertThat(faults).anySatisfy(fault -> assertThat(fault).contains("the patches take more than"));
    }

    @Test
    @Timeout(20)
    void aPatternThatNeverEndsMatchesNothing() {
        tree.with(
                        "kubernetes/flux/cluster/ks.yaml",
                        kustomization("cluster-apps", "flux-system", "./kubernetes/apps", """
                        patches:
                          - patch: "[{ op: add, path: /spec/suspend, value: true }]"
                            target: { name: "(a+)+b" }
                        """))
                .with(
                        "kubernetes/apps/media/ks.yaml",
                        kustomization("a".repeat(60), "", "./kubernetes/apps/media/app", ""));
        assertThat(found().get(1).object().at("/spec/suspend").isMissingNode()).isTrue();
    }

    private List<String> names() {
        return names(tree);
    }

    private List<String> names(FileTree files) {
        return follow(files).stream().map(Declared::id).toList();
    }

    private List<Declared> found() {
        return follow(tree);
    }

    private List<Declared> follow(FileTree files) {
        faults.clear();
        var roots = FluxRoots.of(files, List.of(), this::note).roots();
        return KustomizationTree.follow(files, roots, this::note).kustomizations();
    }

    private void note(String file, BuildFailure failure) {
        faults.add(file + ": " + failure.getMessage());
    }
}
