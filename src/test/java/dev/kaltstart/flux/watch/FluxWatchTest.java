package dev.kaltstart.flux.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.OneCluster;
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
