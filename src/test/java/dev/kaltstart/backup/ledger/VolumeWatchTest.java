package dev.kaltstart.backup.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From a cluster that answers to volumes that are known when it does not. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VolumeWatchTest {

    KubernetesClient client;

    private final StoppedClock clock = new StoppedClock();
    private final LedgerRows ledger = new NewLedger().writable();

    @Test
    void aClusterThatAnsweredOnceIsKnownWhenItIsGone() {
        bind();
        var cluster = FakeCluster.homelab().with(client);
        watch(cluster, false).look();

        clock.pass(Duration.ofDays(1));
        var later = watch(FakeCluster.homelab(), false);
        later.look();

        var answer =
                new VolumesController(new OneCluster(FakeCluster.homelab(), false), ledger, later).volumes("homelab");
        assertThat(answer.volumes()).singleElement().satisfies(entry -> {
            assertThat(entry.volume().handle()).isEqualTo("nas:/office");
            assertThat(entry.lastSeen()).isEqualTo(StoppedClock.NOON);
        });
        assertThat(answer.notes()).isEmpty();
    }

    @Test
    void aTwinIsNotWatched() {
        bind();

        watch(FakeCluster.homelab().with(client), true).look();

        assertThat(ledger.of("homelab")).isEmpty();
    }

    @Test
    void doesNotKnowAnotherCluster() {
        var cluster = FakeCluster.homelab().with(client);
        var controller = new VolumesController(new OneCluster(cluster, false), ledger, watch(cluster, false));

        assertThatThrownBy(() -> controller.volumes("other"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getStatusCode().value()).isEqualTo(404));
    }

    private VolumeWatch watch(FakeCluster cluster, boolean twinOnly) {
        return new VolumeWatch(new OneCluster(cluster, twinOnly), ledger, new Redaction(), clock);
    }

    private void bind() {
        client.resource("""
                {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pv-1"},
                 "spec": {"claimRef": {"namespace": "office", "name": "data"},
                          "nfs": {"server": "nas", "path": "/office"}}}""").create();
        client.resource("""
                {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                 "metadata": {"namespace": "office", "name": "data"},
                 "spec": {"volumeName": "pv-1"}, "status": {"phase": "Bound"}}""").create();
    }
}
