package dev.kaltstart.backup.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class BackupsControllerTest {

    KubernetesClient client;

    @Test
    void asksTheClusterForItsClaims() {
        new BackupWorld(client).claim("data");

        var live = controller(FakeCluster.homelab().with(client), false)
                .backups("homelab")
                .live();

        assertThat(live.unknown()).isNull();
        assertThat(live.targetSeconds()).isEqualTo(86_400);
        assertThat(live.volumes()).singleElement().satisfies(volume -> {
            assertThat(volume.claim()).isEqualTo("data");
            assertThat(volume.rpo()).isEqualTo(Rpo.MISSED);
            assertThat(volume.proven()).isNull();
        });
    }

    @Test
    void saysWhyOnlyTheRepositoryIsKnownWhenTheClusterIsAway() {
        var view = controller(FakeCluster.homelab(), false).backups("homelab");

        assertThat(view.live().unknown()).contains("does not answer: Connection refused");
        assertThat(view.live().volumes()).isEmpty();
    }

    @Test
    void hasNothingLiveOfATwin() {
        assertThat(controller(FakeCluster.homelab(), true)
                        .backups("homelab")
                        .live()
                        .unknown())
                .contains("only as a twin");
    }

    @Test
    void doesNotKnowAnotherCluster() {
        assertThatThrownBy(() -> controller(FakeCluster.homelab(), false).backups("other"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getStatusCode().value()).isEqualTo(404));
    }

    @Test
    void aLookThatFailsDoesNotHideTheOneBefore() {
        var cluster = FakeCluster.homelab().with(client);
        new BackupWorld(client).claim("data");
        var watch = watch(cluster, false);
        watch.look();
        cluster.with(FakeCluster.homelab().kubernetes());

        watch.look();

        assertThat(watch.lastLook("homelab").orElseThrow().unknown()).isEmpty();
        assertThat(watch.lastLook("homelab").orElseThrow().volumes()).hasSize(1);
    }

    private static ProtectionWatch watch(FakeCluster cluster, boolean twinOnly) {
        return new ProtectionWatch(
                new OneCluster(cluster, twinOnly),
                name -> Objectives.DEFAULT,
                name -> Map.of(),
                new Redaction(),
                cluster.clock());
    }

    private static BackupsController controller(FakeCluster cluster, boolean twinOnly) {
        return new BackupsController(new OneCluster(cluster, twinOnly), watch(cluster, twinOnly));
    }
}
