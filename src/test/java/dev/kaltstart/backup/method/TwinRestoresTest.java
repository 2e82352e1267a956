package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.backup.method.kopiur.Kopiur;
import dev.kaltstart.backup.proof.VolumeContent;
import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.twin.TwinWorld;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole restore, from the search to the first new backup, against a twin that plays the tool. */
@SuppressWarnings("NullAway.Init")
class TwinRestoresTest {

    private static final LostClaim DATA = new LostClaim("contract", "data", "was recreated", null, null, null, false);

    private TwinWorld world;
    private KubernetesClient client;
    private FakeRun run;

    @BeforeEach
    void runAnApplication(@TempDir Path directory) {
        world = TwinWorld.open(directory);
        client = world.cluster().kubernetes();
        run = FakeRun.on(world.cluster());
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("velero")
                        .endMetadata()
                        .build())
                .create();
        claim("data");
        claim("cache");
        deploy("data", "cache");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void restoresAClaimWithVelero() {
        var velero = new VeleroObjects(client);
        velero.create(ObjectKind.BACKUP_LOCATION, "velero", "default", "{\"spec\": {\"provider\": \"aws\"}}");
        velero.create(ObjectKind.VELERO_BACKUP, "velero", "daily-1", """
                {"spec": {"includedNamespaces": ["contract"], "snapshotMoveData": true}}""");
        soon(() -> ObjectKind.VELERO_BACKUP.list(client).stream()
                .map(VeleroBackup::new)
                .allMatch(VeleroBackup::finished));
        var method = new Velero();
        Instant damage = loseTheData();

        List<RestorePoint> points = method.points(Search.of(run, damage), DATA);
        assertThat(points).hasSize(1);
        var order = new RestoreOrder(DATA, points.get(0));
        String cache = uid("cache");
        method.begin(run, order);
        soon(() -> method.state(run, order) instanceof Check.Met);

        assertThat(content()).isEqualTo(new VolumeContent(3, 49_152, ""));
        assertThat(uid("cache")).as("the other claim of the namespace").isEqualTo(cache);

        deploy("data", "cache");
        method.protect(run, order);
        soon(() -> method.protectedAgain(run, order) instanceof Check.Met);
        assertThat(ObjectKind.VELERO_RESTORE.list(client)).isEmpty();
    }

    @Test
    void noticesThatVeleroHasSkippedTheClaim() {
        var velero = new VeleroObjects(client);
        velero.create(ObjectKind.BACKUP_LOCATION, "velero", "default", "{\"spec\": {\"provider\": \"aws\"}}");
        velero.create(ObjectKind.VELERO_BACKUP, "velero", "daily-1", "{\"spec\": {}}");
        soon(() -> ObjectKind.VELERO_BACKUP.list(client).stream()
                .map(VeleroBackup::new)
                .allMatch(VeleroBackup::finished));
        var order = new RestoreOrder(
                DATA,
                new Velero()
                        .points(Search.of(run, run.cluster().clock().instant()), DATA)
                        .get(0));
        var restore = new VeleroRestore(VeleroPoint.parse(order.point().id()), DATA, run.recovery());
        GenericKubernetesResource object = restore.object(
                Map.of("velero.io/volume-snapshot-name", restore.point().volume()));
        ObjectKind.VELERO_RESTORE
                .in(client)
                .inNamespace("velero")
                .resource(object)
                .create();

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Velero().state(run, order))
                                .hasMessageContaining("has restored no data of this volume"));
    }

    @Test
    void restoresAClaimWithKopiur() {
        var objects = new VeleroObjects(client);
        objects.create(
                ObjectKind.KOPIUR_POLICY,
                "contract",
                "data",
                "{\"spec\": {\"sources\": [{\"pvc\": {\"name\": \"data\"}}]}}");
        objects.create(ObjectKind.KOPIUR_SNAPSHOT, "contract", "hourly-1", """
                {"spec": {"policyRef": {"name": "data"}}}""");
        soon(() -> ObjectKind.KOPIUR_SNAPSHOT.list(client).stream()
                .allMatch(snapshot -> "Succeeded".equals(snapshot.get("status", "phase"))));
        var method = new Kopiur();
        Instant damage = loseTheData();

        List<RestorePoint> points = method.points(Search.of(run, damage), DATA);
        assertThat(points).hasSize(1);
        var order = new RestoreOrder(DATA, points.get(0));
        method.begin(run, order);
        soon(() -> method.state(run, order) instanceof Check.Met);

        assertThat(content()).isEqualTo(new VolumeContent(3, 49_152, ""));
        method.protect(run, order);
        soon(() -> method.protectedAgain(run, order) instanceof Check.Met);
        assertThat(ObjectKind.KOPIUR_RESTORE.list(client)).isEmpty();
    }

    @Test
    void restoresAClaimWithLonghorn() {
        var objects = new VeleroObjects(client);
        String former = Objects.requireNonNull(find("data")).getSpec().getVolumeName();
        objects.create(
                ObjectKind.LONGHORN_SNAPSHOT,
                "longhorn-system",
                "s1",
                "{\"spec\": {\"volume\": \"" + former + "\", \"createSnapshot\": true}}");
        objects.create(
                ObjectKind.LONGHORN_BACKUP, "longhorn-system", "backup-1", "{\"spec\": {\"snapshotName\": \"s1\"}}");
        soon(() -> ObjectKind.LONGHORN_BACKUP.list(client).stream()
                .map(LonghornBackup::new)
                .allMatch(LonghornBackup::complete));
        var method = new LonghornRestore();
        Instant damage = loseTheData();

        List<RestorePoint> points = method.points(Search.of(run, damage), DATA);
        assertThat(points).extracting(RestorePoint::id).containsExactly("longhorn-system/backup-1");
        var order = new RestoreOrder(DATA, points.get(0));
        String emptyClaim = uid("data");
        method.begin(run, order);
        assertThat(method.state(run, order)).isInstanceOf(Check.NotYet.class);
        assertThat(uid("data")).as("stays until the data is there").isEqualTo(emptyClaim);
        soon(() -> method.state(run, order) instanceof Check.Met);

        assertThat(content()).isEqualTo(new VolumeContent(3, 49_152, ""));
        assertThat(uid("data")).isNotEqualTo(emptyClaim);

        deploy("data", "cache");
        method.protect(run, order);
        soon(() -> method.protectedAgain(run, order) instanceof Check.Met);
    }

    /** The application is stopped, and its claim is made again, without the data. */
    private Instant loseTheData() {
        client.apps().deployments().inNamespace("contract").withName("app").delete();
        soon(() -> client.pods().inNamespace("contract").list().getItems().isEmpty());
        Instant damage = run.cluster().clock().instant();
        client.persistentVolumeClaims().inNamespace("contract").withName("data").delete();
        soon(() -> find("data") == null);
        claim("data");
        return damage;
    }

    private @Nullable VolumeContent content() {
        var probe = new VolumeProbe(client, "contract", "data", "test");
        probe.begin("docker.io/library/busybox:1.37");
        soon(() -> probe.end().isPresent());
        VolumeContent content = probe.end().orElseThrow().content();
        probe.remove();
        soon(() -> client.pods().inNamespace("contract").list().getItems().isEmpty());
        return content;
    }

    private void claim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("contract")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withStorageClassName("longhorn")
                        .withNewResources()
                        .withRequests(Map.of("storage", new Quantity("2Gi")))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    private void deploy(String... claims) {
        var template = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("contract")
                .withName("app")
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .withMatchLabels(Map.of("app", "app"))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", "app"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("example/app:1")
                .endContainer();
        for (String claim : claims) {
            template.addNewVolume()
                    .withName(claim)
                    .withNewPersistentVolumeClaim(claim, false)
                    .endVolume();
        }
        client.resource(template.endSpec().endTemplate().endSpec().build()).create();
        soon(() -> Objects.equals(
                1,
                client.apps()
                        .deployments()
                        .inNamespace("contract")
                        .withName("app")
                        .get()
                        .getStatus()
                        .getReadyReplicas()));
    }

    private @Nullable PersistentVolumeClaim find(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("contract")
                .withName(name)
                .get();
    }

    private String uid(String name) {
        return Objects.requireNonNull(find(name)).getMetadata().getUid();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(condition);
    }
}
