package dev.kaltstart.flux.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class FluxWatchTest {

    KubernetesMockServer server;
    KubernetesClient client;

    private final MovedClock clock = new MovedClock();

    @Test
    void tellsOnlyWhatLasts() {
        new FluxWorld(client)
                .source(FluxWorld.NEWEST)
                .kustomization("cluster-apps")
                .failing("BuildFailed", "kustomize build failed: nothing there")
                .there();
        var watch = watch(FakeCluster.homelab().with(client), false);

        watch.look();
        assertThat(watch.newest("homelab").orElseThrow().lasting()).isEmpty();
        clock.pass(Duration.ofMinutes(6));
        watch.look();

        assertThat(watch.newest("homelab").orElseThrow().lasting())
                .isEqualTo("Kustomization flux-system/cluster-apps: its manifests do not build");
    }

    @Test
    void forgetsWhatWasMended() {
        var world = new FluxWorld(client).source(FluxWorld.NEWEST);
        world.kustomization("cluster-apps")
                .failing("BuildFailed", "kustomize build failed: nothing there")
                .there();
        var watch = watch(FakeCluster.homelab().with(client), false);
        watch.look();
        clock.pass(Duration.ofMinutes(6));
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "cluster-apps"))
                .delete();

        watch.look();

        assertThat(watch.newest("homelab").orElseThrow().lasting()).isEmpty();
        assertThat(watch.newest("homelab").orElseThrow().since()).isEmpty();
    }

    @Test
    void takesTwoRolloutsForTwo() {
        new FluxWorld(client).source(FluxWorld.NEWEST);
        rollsOut(FluxWorld.NEWEST);
        var watch = watch(FakeCluster.homelab().with(client), false);
        watch.look();
        clock.pass(Duration.ofMinutes(6));
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "cluster-apps"))
                .delete();
        rollsOut(FluxWorld.OLDER);

        watch.look();

        assertThat(watch.newest("homelab").orElseThrow().since()).containsValue(clock.instant());
        clock.pass(Duration.ofMinutes(6));
        watch.look();
        assertThat(watch.newest("homelab").orElseThrow().lasting())
                .as("one that lasts is told of")
                .contains("being reconciled");
    }

    private void doesNotBuild() {
        new FluxWorld(client)
                .kustomization("cluster-apps")
                .applied(FluxWorld.NEWEST)
                .failing("BuildFailed", "kustomize build failed: nothing there")
                .there();
    }

    private void remove() {
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "cluster-apps"))
                .delete();
    }

    private void rollsOut(String revision) {
        new FluxWorld(client)
                .kustomization("cluster-apps")
                .attempted(revision)
                .conditions(FluxWorld.condition("Ready", "Unknown", "Progressing", "Reconciliation in progress"))
                .there();
    }

    @Test
    void looksAgainWhenItMeetsFluxInTheMiddleOfATryOfWhatFailedForGood() {
        new FluxWorld(client).source(FluxWorld.NEWEST);
        doesNotBuild();
        var watch = watch(FakeCluster.homelab().with(client), false);
        watch.look();
        Instant began = clock.instant();
        clock.pass(Duration.ofSeconds(20));
        remove();
        rollsOut(FluxWorld.NEWEST);
        var flux = CompletableFuture.runAsync(
                () -> {
                    remove();
                    doesNotBuild();
                },
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));

        watch.look();
        flux.join();

        FluxLooks.Seen seen = watch.newest("homelab").orElseThrow();
        assertThat(Objects.requireNonNull(seen.drift()).roots())
                .extracting(Drift.Root::cause)
                .containsExactly(Cause.BUILD);
        assertThat(seen.since()).containsValue(began);
    }

    @Test
    void saysThatItDoesNotKnow() {
        var watch = watch(FakeCluster.homelab(), false);

        watch.look();

        assertThat(watch.newest("homelab").orElseThrow().unknown())
                .isEqualTo("its Kubernetes API does not answer: Connection refused: 127.0.0.1:1");
    }

    @Test
    void looksAtNoTwin() {
        var watch = watch(FakeCluster.homelab().with(client), true);

        watch.look();

        assertThat(watch.newest("homelab")).isEmpty();
    }

    private FluxWatch watch(FakeCluster cluster, boolean twinOnly) {
        return new FluxWatch(new OneCluster(cluster, twinOnly), new Redaction(), clock);
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
