package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.backup.ledger.NewLedger;
import dev.kaltstart.backup.proof.VolumeContent;
import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.twin.TwinWorld;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the look at a cluster that answers to the data that is back, against a twin whose data outlives the volume's object. */
@SuppressWarnings("NullAway.Init")
class TwinNasTest {

    private static final LostClaim DATA = new LostClaim("contract", "data", "was recreated", null, null, null, false);
    private static final String CLAIM = """
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"namespace": "contract", "name": "data"},
             "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "nas"%s,
                      "resources": {"requests": {"storage": "2Gi"}}}}""";

    private final NewLedger ledger = new NewLedger();
    private TwinWorld world;
    private KubernetesClient client;
    private FakeRun run;

    @BeforeEach
    void runAnApplicationOnANas(@TempDir Path directory) {
        world = TwinWorld.open(directory);
        client = world.cluster().kubernetes();
        run = FakeRun.on(world.cluster()).in(Mode.LIVE);
        create("""
                {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pvc-on-nas"},
                 "spec": {"capacity": {"storage": "2Gi"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "nas",
                          "persistentVolumeReclaimPolicy": "Retain",
                          "claimRef": {"namespace": "contract", "name": "data"},
                          "csi": {"driver": "nfs.csi.k8s.io", "volumeHandle": "nas.home#volume1#data",
                                  "volumeAttributes": {"server": "nas.home", "share": "/volume1", "subDir": "data"}}}}""");
        create(CLAIM.formatted(", \"volumeName\": \"pvc-on-nas\""));
        soon(this::isBound);
        use();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void bindsTheDataAgainWhoseVolumeIsGone() {
        ledger.look(world.cluster());
        Instant damage = loseTheVolume();
        ledger.look(world.cluster());
        assertThat(content().files()).as("on the new volume").isZero();
        var method = new NasVolume(ledger.rows());

        List<RestorePoint> points = method.points(Search.of(run, damage), DATA);
        assertThat(points).hasSize(1);
        var order = new RestoreOrder(DATA, points.get(0));
        method.begin(run, order);
        soon(() -> method.state(run, order) instanceof Check.Met);

        assertThat(content().files()).isEqualTo(3);
        assertThat(client.persistentVolumes().list().getItems())
                .as("the volume that took its place is kept")
                .filteredOn(volume -> volume.getSpec().getClaimRef() != null
                        && "contract".equals(volume.getSpec().getClaimRef().getNamespace()))
                .hasSize(2);
        assertThat(method.protectedAgain(run, order)).isInstanceOf(Check.Met.class);
    }

    private Instant loseTheVolume() {
        Instant damage = run.cluster().clock().instant();
        client.persistentVolumeClaims().inNamespace("contract").withName("data").delete();
        soon(() -> client.persistentVolumes()
                .withName("pvc-on-nas")
                .get()
                .getStatus()
                .getPhase()
                .equals("Released"));
        client.persistentVolumes().withName("pvc-on-nas").delete();
        create(CLAIM.formatted(""));
        soon(this::isBound);
        return damage;
    }

    private boolean isBound() {
        return client.persistentVolumeClaims()
                .inNamespace("contract")
                .withName("data")
                .get()
                .getStatus()
                .getPhase()
                .equals("Bound");
    }

    /** An application starts on the volume, writes, and ends. */
    private void use() {
        create("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "contract", "name": "app"},
                 "spec": {"containers": [{"name": "app", "image": "example/app:1"}],
                          "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}}""");
        soon(() -> client.pods().inNamespace("contract").withName("app").get().getStatus().getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus())));
        client.pods().inNamespace("contract").withName("app").delete();
        soon(() -> client.pods().inNamespace("contract").list().getItems().isEmpty());
        assertThat(content().files()).isEqualTo(3);
    }

    private VolumeContent content() {
        var probe = new VolumeProbe(
                client,
                "contract",
                "data",
                String.valueOf(world.cluster().clock().instant()));
        probe.begin("docker.io/library/busybox:1.37");
        soon(() -> probe.end().isPresent());
        VolumeContent content = Objects.requireNonNull(probe.end().orElseThrow().content());
        probe.remove();
        return content;
    }

    private void create(String json) {
        client.resource(json).create();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(condition);
    }
}
