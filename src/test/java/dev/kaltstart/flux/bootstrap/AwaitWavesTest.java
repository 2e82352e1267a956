package dev.kaltstart.flux.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.hold.HoldSteps;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class AwaitWavesTest {

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final AwaitWaves step = new AwaitWaves(evidence);
    private SampleFlux flux;
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void begin() {
        flux = new SampleFlux(client);
        flux.source("main@sha1:1");
        flux.controllers(1);
        cluster = new FakeCluster(ColdInventory.in(Path.of("/clusters/homelab"))
                        .kustomization("core", "./core")
                        .kustomization("apps", "./apps", "flux-system/core")
                        .build())
                .with(client);
        run = FakeRun.on(cluster);
    }

    @Test
    void isDoneWhenAllIsReady() {
        flux.kustomization("core").ready();
        flux.kustomization("apps").dependingOn("core").ready();

        assertThat(check()).isInstanceOf(Check.Met.class);
        assertThat(check().message()).isEqualTo("2 of 2 are Ready");
    }

    @Test
    void namesTheOneThatTheOthersWaitFor() {
        flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [DaemonSet/cilium]");
        flux.kustomization("apps").dependingOn("core").not("DependencyNotReady", "dependency is not ready");

        Check check = check();

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message())
                .isEqualTo(
                        "0 of 2 are Ready; 1 waiting for Kustomization flux-system/core, which is not Ready: applied,"
                                + " and what it applied was not ready before the timeout, it says: timeout waiting for:"
                                + " [DaemonSet/cilium]");
    }

    @Test
    void waitsForWhatTheRepositoryDeclaresAndFluxHasNotMadeYet() {
        flux.kustomization("core").ready();

        assertThat(check()).isInstanceOf(Check.NotYet.class);
        assertThat(check().message()).contains("not there yet: Kustomization flux-system/apps");
    }

    @Test
    void believesFluxInTheEndThatItHasMadeAll() {
        flux.kustomization("core").ready();
        check();
        cluster.pass(Duration.ofMinutes(4));

        assertThat(check())
                .isInstanceOfSatisfying(
                        Check.Met.class, met -> assertThat(met.measured()).anyMatch(Measurement::saysNotVerified));
    }

    @Test
    void leavesOutWhatIsHeldAndWhatWaitsForIt() {
        HoldSteps.close(client, "media");
        flux.kustomization("core")
                .holding("media_app_apps_Deployment")
                .not("HealthCheckFailed", "timeout waiting for: [Deployment/media/app]");
        flux.kustomization("apps").dependingOn("core").not("DependencyNotReady", "dependency is not ready");

        Check check = check();

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(check.message()).contains("0 of 2 are Ready; 2 held until their data is back (media)");
    }

    @Test
    void doesNotTakeTroubleElsewhereForHeld() {
        HoldSteps.close(client, "media");
        flux.kustomization("core")
                .holding("office_app_apps_Deployment")
                .not("HealthCheckFailed", "timeout waiting for: [Deployment/office/app]");
        flux.kustomization("apps").ready();

        assertThat(check()).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void doesNotTakeABrokenBuildOfAHeldNamespaceForHeld() {
        HoldSteps.close(client, "media");
        flux.kustomization("core").holding("media_app_apps_Deployment").not("BuildFailed", "kustomize build failed");
        flux.kustomization("apps").ready();

        assertThat(check()).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void failsNothingAsLongAsSomethingMoves() {
        flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [x]");
        check();
        for (int made = 0; made < 5; made++) {
            cluster.pass(Duration.ofMinutes(19));
            flux.kustomization("more-" + made).ready();

            assertThat(check()).isInstanceOf(Check.NotYet.class);
        }
    }

    @Test
    void asksAPersonWhenNothingMoves() {
        flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [x]");
        check();
        cluster.pass(Duration.ofMinutes(21));

        assertFails(
                "WAVES_STALLED",
                "Flux has not come further for 21 min: no reason is known",
                "Kustomization flux-system/core");
    }

    @Test
    void countsNoFlappingAsProgress() {
        flux.kustomization("core").ready();
        check();
        for (int look = 0; look < 5; look++) {
            cluster.pass(Duration.ofMinutes(4));
            flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [x]");
            if (look == 4) {
                break;
            }
            check();
            flux.kustomization("core").ready();
        }

        assertFails("WAVES_STALLED", "Flux has not come further for");
    }

    @Test
    void givesANewTryItsTime() {
        flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [x]");
        check();
        cluster.pass(Duration.ofMinutes(30));
        run.began(cluster.clock().instant());

        assertThat(check()).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void asksSoonAboutAKeyThatOpensNothing() {
        flux.kustomization("core").not("BuildFailed", "decryption failed for 'app': cannot get sops data key");
        check();
        cluster.pass(Duration.ofMinutes(7));

        assertFails("WRONG_KEY", "does not open a secret");
        assertThat(step.remedies(run, "WRONG_KEY")).anyMatch(line -> line.contains("age-keygen -y"));
    }

    @Test
    void namesADependencyThatDoesNotExist() {
        flux.kustomization("core").ready();
        flux.kustomization("apps").dependingOn("gone").not("DependencyNotReady", "dependency not found");
        check();
        cluster.pass(Duration.ofMinutes(21));

        assertFails("DEPENDENCY_ABSENT", "Kustomization flux-system/gone, which is not in the cluster");
    }

    @Test
    void namesAnImageThatCannotBePulled() {
        waitsFor("ghcr.io/org/app:1");

        assertFails("IMAGE_PULL", "ghcr.io/org/app:1 (media/app-1)");
    }

    @Test
    void namesARegistryInsideOfTheCluster() {
        waitsFor("registry.registry.svc.cluster.local:5000/app:1");

        assertFails("REGISTRY_IN_CLUSTER", "which is not there or empty");
    }

    private void waitsFor(String image) {
        flux.kustomization("core")
                .holding("media_app_apps_Deployment")
                .not("HealthCheckFailed", "timeout waiting for: [Deployment/media/app]");
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("app-1")
                        .endMetadata()
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withImage(image)
                        .withNewState()
                        .withNewWaiting("Back-off", "ImagePullBackOff")
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
        check();
        cluster.pass(Duration.ofMinutes(21));
    }

    @Test
    void saysThatAControllerDoesNotRun() {
        flux.controllers(0);
        flux.kustomization("core").not("Progressing", "building");
        check();
        cluster.pass(Duration.ofMinutes(21));

        assertFails("FLUX_DOWN", "kustomize-controller: none of its pods is available");
    }

    @Test
    void namesTheLimitOfACertificateAuthority() {
        flux.kustomization("core").not("HealthCheckFailed", "timeout waiting for: [Certificate/web]");
        flux.create(
                "acme.cert-manager.io/v1",
                "Order",
                "network",
                "web-1",
                Map.of(),
                Map.of(
                        "state",
                        "errored",
                        "reason",
                        "429 urn:ietf:params:acme:error:rateLimited: too many certificates"));
        check();
        cluster.pass(Duration.ofMinutes(21));

        assertFails("CERTIFICATE_LIMIT", "Order network/web-1");
    }

    @Test
    void tellsHowLongItWillTakeAtThisPace() {
        flux.kustomization("core").ready();
        check();
        for (int made = 0; made < 4; made++) {
            cluster.pass(Duration.ofMinutes(1));
            flux.kustomization("more-" + made).ready();
            check();
        }
        flux.kustomization("late-1").not("Progressing", "building");
        flux.kustomization("late-2").not("Progressing", "building");

        assertThat(check().message()).contains("min left at this pace");
    }

    private Check check() {
        return Turn.check(step, run);
    }

    private void assertFails(String code, String... parts) {
        assertThatThrownBy(this::check).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.message()).contains(List.of(parts));
        });
    }
}
