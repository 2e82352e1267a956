package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VerifyFluxTest {

    private static final String NEWEST = "main@sha1:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
    private static final String OLDER = "main@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    KubernetesMockServer server;
    KubernetesClient client;

    private final VerifyFlux step = new VerifyFlux();

    @Test
    void isHealthyWhenEverythingRunsWhatItsSourceHas() {
        source(NEWEST);
        kustomization("cluster-apps", NEWEST, ready("True"), 0);
        helmRelease("mediabox", ready("True"));

        assertThat(check().message()).isEqualTo("all 2 Kustomizations and HelmReleases are ready");
    }

    @Test
    void namesWhatIsNotReadyAndWhy() {
        kustomization("cluster-apps", NEWEST, ready("True"), 0);
        helmRelease("mediabox", ready("False"));

        Check check = check();

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message()).isEqualTo("1 of 2 are not ready: HelmRelease media/mediabox: because");
    }

    @Test
    void doesNotBelieveAConditionOfAnOlderGeneration() {
        kustomization("cluster-apps", NEWEST, ready("True"), -1);

        assertThat(check().message()).contains("has not been looked at since it was changed");
    }

    @Test
    void doesNotTakeAnOldRevisionForHealthy() {
        source(NEWEST);
        kustomization("cluster-apps", OLDER, ready("True"), 0);

        assertThat(check().message()).contains("its source is ahead of it");
    }

    @Test
    void isNotHealthyWhileItIsStalled() {
        kustomization(
                "cluster-apps",
                NEWEST,
                List.of(Map.of("type", "Ready", "status", "True"), Map.of("type", "Stalled", "status", "True")),
                0);

        assertThat(check()).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void reportsWhatIsSuspendedWithoutCountingIt() {
        kustomization("cluster-apps", NEWEST, ready("True"), 0);
        create(
                "kustomize.toolkit.fluxcd.io",
                "v1",
                "Kustomization",
                "flux-system",
                "media",
                Map.of("suspend", true),
                Map.of());

        assertThat(check().message())
                .isEqualTo("all 1 Kustomizations and HelmReleases are ready; suspended: Kustomization"
                        + " flux-system/media");
    }

    @Test
    void missesWhatTheRepositoryDeclares() {
        var declared = new Inventory.FluxKustomization(
                "flux-system", "cluster-apps", "./kubernetes/apps", List.of(), true, false, "cluster-apps.yaml:1");
        var cluster = new FakeCluster(FakeInventory.declaring(FakeInventory.homelab(), List.of(declared))).with(client);

        assertThat(Turn.check(step, FakeRun.on(cluster)).message()).contains("the cluster has none");
    }

    @Test
    void cannotTellWithoutFlux() {
        server.expect()
                .get()
                .withPath("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations")
                .andReturn(404, "")
                .always();

        assertThat(check()).isInstanceOf(Check.Unknown.class);
    }

    private Check check() {
        return Turn.check(step, FakeRun.on(FakeCluster.homelab().with(client)));
    }

    private static List<Map<String, Object>> ready(String status) {
        return List.of(Map.of("type", "Ready", "status", status, "message", "because\nof this"));
    }

    private void source(String revision) {
        create(
                "source.toolkit.fluxcd.io",
                "v1",
                "GitRepository",
                "flux-system",
                "flux-system",
                Map.of(),
                Map.of("artifact", Map.of("revision", revision)));
    }

    private void kustomization(String name, String revision, List<Map<String, Object>> conditions, int behind) {
        create(
                "kustomize.toolkit.fluxcd.io",
                "v1",
                "Kustomization",
                "flux-system",
                name,
                Map.of("sourceRef", Map.of("kind", "GitRepository", "name", "flux-system")),
                Map.of("observedGeneration", 1 + behind, "lastAppliedRevision", revision, "conditions", conditions));
    }

    private void helmRelease(String name, List<Map<String, Object>> conditions) {
        create(
                "helm.toolkit.fluxcd.io",
                "v2",
                "HelmRelease",
                "media",
                name,
                Map.of(),
                Map.of("observedGeneration", 1, "conditions", conditions));
    }

    private void create(
            String group,
            String version,
            String kind,
            String namespace,
            String name,
            Map<String, Object> spec,
            Map<String, Object> status) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural(kind))
                .withNamespaced(true)
                .build();
        client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(group + "/" + version)
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withGeneration(1L)
                        .endMetadata()
                        .withAdditionalProperties(Map.of("spec", spec, "status", status))
                        .build())
                .create();
    }

    private static String plural(String kind) {
        return kind.equals("GitRepository") ? "gitrepositories" : kind.toLowerCase(Locale.ROOT) + "s";
    }
}
