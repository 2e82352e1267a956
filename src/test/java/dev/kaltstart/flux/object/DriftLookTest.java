package dev.kaltstart.flux.object;

import static dev.kaltstart.flux.FluxWorld.NEWEST;
import static dev.kaltstart.flux.FluxWorld.OLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.object.Drift.Root;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DriftLookTest {

    KubernetesMockServer server;
    KubernetesClient client;

    @Test
    void isInSyncWhenEverythingIsReadyAtWhatItsSourceHas() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .there()
                .helmRelease("media", "mediabox")
                .there();

        Drift drift = look();

        assertThat(drift.inSync()).isTrue();
        assertThat(drift.looked()).isEqualTo(2);
    }

    @Test
    void namesTheOneToBlameAndNotItsVictims() {
        world().source(NEWEST)
                .kustomization("cert-manager")
                .failing("BuildFailed", "kustomize build failed: accumulating resources: no such file\nand more")
                .there();
        for (int n = 0; n < 60; n++) {
            world().kustomization("app-" + n)
                    .after(n % 2 == 0 ? "cert-manager" : "app-" + (n - 1))
                    .failing("DependencyNotReady", "dependency 'flux-system/cert-manager' is not ready")
                    .there();
        }

        Root root = onlyRoot();

        assertThat(root.id()).isEqualTo(FluxId.kustomization("flux-system", "cert-manager"));
        assertThat(root.cause()).isEqualTo(Cause.BUILD);
        assertThat(root.says()).isEqualTo("kustomize build failed: accumulating resources: no such file");
        assertThat(root.victims()).hasSize(61);
        assertThat(look().affected()).isEqualTo(61);
    }

    @Test
    void tellsASecretThatCannotBeDecryptedFromManifestsThatDoNotBuild() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .failing(
                        "BuildFailed",
                        "decryption failed for 'Secret.v1/paperless': cannot get sops data key: Failed to get the data key")
                .there();

        assertThat(onlyRoot().cause()).isEqualTo(Cause.DECRYPTION);
    }

    @Test
    void doesNotTakeAMissingEncryptedFileForOneThatCannotBeDecrypted() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .failing("BuildFailed", "kustomize build failed: open ./secret.sops.yaml: no such file or directory")
                .there();

        assertThat(onlyRoot().cause()).isEqualTo(Cause.BUILD);
    }

    @Test
    void namesADirectoryThatIsNoLongerInGit() {
        world().source(NEWEST)
                .kustomization("paperless")
                .failing(
                        "ArtifactFailed",
                        "kustomization path not found: stat /tmp/kustomization-1/apps/paperless: no such file or directory")
                .there();

        assertThat(onlyRoot().cause()).isEqualTo(Cause.PATH_GONE);
    }

    @Test
    void blamesASourceThatCannotBeFetchedForAllThatComeFromIt() {
        world().source("flux-system", OLDER, "False", "GitOperationFailed", "failed to checkout: unable to clone")
                .kustomization("cluster-apps")
                .applied(OLDER)
                .there()
                .kustomization("cluster-vars")
                .applied(OLDER)
                .there();

        Root root = onlyRoot();

        assertThat(root.id().label()).isEqualTo("GitRepository flux-system/flux-system");
        assertThat(root.cause()).isEqualTo(Cause.SOURCE);
        assertThat(root.victims())
                .containsExactly(
                        FluxId.kustomization("flux-system", "cluster-apps"),
                        FluxId.kustomization("flux-system", "cluster-vars"));
    }

    @Test
    void namesWhatOthersWaitForAndIsNotThere() {
        world().source(NEWEST)
                .kustomization("paperless")
                .after("postgres")
                .failing("DependencyNotReady", "dependency 'flux-system/postgres' not found")
                .there();

        assertThat(onlyRoot().id()).isEqualTo(FluxId.kustomization("flux-system", "postgres"));
        assertThat(onlyRoot().cause()).isEqualTo(Cause.ABSENT);
    }

    @Test
    void namesWhatOthersWaitForAndIsSuspended() {
        world().source(NEWEST)
                .kustomization("postgres")
                .applied(OLDER)
                .suspended()
                .there()
                .kustomization("paperless")
                .after("postgres")
                .failing("DependencyNotReady", "dependency 'flux-system/postgres' revision is not up to date")
                .there();

        Drift drift = look();

        assertThat(drift.roots()).extracting(Root::cause).containsExactly(Cause.SUSPENDED);
        assertThat(drift.suspended()).containsExactly(FluxId.kustomization("flux-system", "postgres"));
    }

    @Test
    void looksBelowOneThatIsOnlyUnhealthyBecauseOfWhatItMade() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .made("media_mediabox_helm.toolkit.fluxcd.io_HelmRelease", "v2")
                .failing("HealthCheckFailed", "health check failed after 5m0s")
                .there()
                .helmRelease("media", "mediabox")
                .failing("UpgradeFailed", "Helm upgrade failed")
                .there();

        assertThat(onlyRoot().id().label()).isEqualTo("HelmRelease media/mediabox");
        assertThat(onlyRoot().cause()).isEqualTo(Cause.HELM);
        assertThat(onlyRoot().victims()).hasSize(2);
    }

    @Test
    void comesToAnEndWithThoseThatWaitForEachOther() {
        world().source(NEWEST)
                .kustomization("hen")
                .after("egg")
                .failing("DependencyNotReady", "dependency 'flux-system/egg' is not ready")
                .there()
                .kustomization("egg")
                .after("hen")
                .failing("DependencyNotReady", "dependency 'flux-system/hen' is not ready")
                .there();

        assertThat(look().roots()).extracting(root -> root.id().name()).containsExactlyInAnyOrder("egg", "hen");
    }

    @Test
    void remembersTheRevisionBeforeTheOneThatIsBeingApplied() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .remembers("sha256:a", OLDER, "ReconciliationSucceeded")
                .conditions(FluxWorld.condition("Ready", "Unknown", "Progressing", "Reconciliation in progress"))
                .there();

        assertThat(onlyRoot().cause()).isEqualTo(Cause.IN_PROGRESS);
        assertThat(onlyRoot().good()).isEqualTo(OLDER);
    }

    @Test
    void theLastGoodRevisionOfOneThatFailsIsTheNewestThatWentWell() {
        world().source(NEWEST)
                .kustomization("cluster-apps")
                .remembers("sha256:b", NEWEST, "HealthCheckFailed")
                .remembers("sha256:a", OLDER, "ReconciliationSucceeded")
                .failing("HealthCheckFailed", "health check failed")
                .there();

        assertThat(onlyRoot().good()).isEqualTo(OLDER);
    }

    @Test
    void namesWhatTwoKustomizationsAnswerFor() {
        world().source(NEWEST)
                .kustomization("one")
                .made("media_mediabox_apps_Deployment", "v1")
                .there()
                .kustomization("two")
                .made("media_mediabox_apps_Deployment", "v1")
                .made("media_mediabox__Service", "v1")
                .there();

        Drift drift = look();

        assertThat(drift.inSync()).isFalse();
        assertThat(drift.clashes())
                .singleElement()
                .satisfies(clash -> assertThat(clash.object()).isEqualTo("Deployment.apps media/mediabox"));
    }

    @Test
    void cannotTellWithoutFlux() {
        server.expect()
                .get()
                .withPath("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations")
                .andReturn(404, "")
                .always();

        assertThat(DriftLook.at(client)).isEmpty();
    }

    private FluxWorld world() {
        return new FluxWorld(client);
    }

    private Drift look() {
        return DriftLook.at(client).orElseThrow();
    }

    private Root onlyRoot() {
        List<Root> roots = look().roots();
        assertThat(roots).hasSize(1);
        return roots.get(0);
    }
}
