package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Plan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore with Longhorn makes a new volume, and replaces the claim only when the data is there. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class LonghornTest {

    private static final String NAMESPACE = "longhorn-system";
    private static final String BEFORE = "2026-11-23T03:00:00Z";

    KubernetesClient client;

    private final LonghornRestore method = new LonghornRestore();
    private VeleroObjects objects;
    private FakeRun run;

    @BeforeEach
    void install() {
        objects = new VeleroObjects(client);
        objects.storageClass("longhorn", Map.of("numberOfReplicas", "2", "fsType", "xfs"));
        objects.claim("data", "Bound");
        run = FakeRun.on(FakeCluster.homelab().with(client));
    }

    @Test
    void offersTheNewestBackupsOfTheFormerVolume() {
        backup("backup-old", "2026-11-22T03:00:00Z", "pv-1");
        backup("backup-new", BEFORE, "pv-1");
        backup("backup-young", "2026-11-23T09:00:01Z", "pv-1");
        backup("backup-other", BEFORE, "pv-2");

        assertThat(points())
                .extracting(RestorePoint::id)
                .containsExactly(NAMESPACE + "/backup-new", NAMESPACE + "/backup-old");
        assertThat(points().get(0).started()).isEqualTo(Instant.parse(BEFORE));
    }

    @Test
    void offersABackupOfAClaimOfTheSameNameAndSaysSo() {
        backup("backup-1", BEFORE, "pvc-earlier", "{\"namespace\": \"media\", \"pvcName\": \"data\"}");
        backup("backup-2", BEFORE, "pvc-else", "{\"namespace\": \"office\", \"pvcName\": \"data\"}");
        backup("backup-3", BEFORE, "pvc-else", "no JSON");

        assertThat(points())
                .singleElement()
                .satisfies(point -> assertThat(point.label()).contains("backup-1", "not of another cluster"));
    }

    @Test
    void offersNoBackupThatCannotBeRestored() {
        backup("backup-1", BEFORE, "pv-1");
        for (String state : List.of("Error", "InProgress", "Unknown", "Deleting", "")) {
            says(ObjectKind.LONGHORN_BACKUP, "backup-1", status(state, BEFORE, "pv-1", "", "10737418240"));
            assertThat(points()).as(state).isEmpty();
        }
        says(ObjectKind.LONGHORN_BACKUP, "backup-1", status("Completed", BEFORE, "pv-1", "", "10Gi; reboot"));
        assertThat(points()).as("no size in bytes").isEmpty();
    }

    @Test
    void offersNoBackupOfATargetThatIsUnavailable() {
        backup("backup-1", BEFORE, "pv-1");
        objects.create(ObjectKind.BACKUP_TARGET, NAMESPACE, "default", "{\"status\": {\"available\": true}}");
        assertThat(points()).hasSize(1);

        says(ObjectKind.BACKUP_TARGET, "default", "{\"available\": false}");

        assertThat(points()).isEmpty();
    }

    @Test
    void ignoresTheBackupsOfVeleroAndNamesThatCouldBecomeCommands() {
        objects.backup("daily-1", BEFORE);
        backup("$(reboot)", BEFORE, "pv-1");

        assertThat(points()).isEmpty();
    }

    @Test
    void plansTheDeletionOfTheClaimByItsUid() {
        backup("backup-1", BEFORE, "pv-1");
        Plan plan = method.plan(run, order());

        assertThat(plan.requests())
                .anyMatch(
                        request -> request.startsWith("kubectl -n longhorn-system create -f - # volumes.longhorn.io {")
                                && request.contains("\"fromBackup\":\"s3://b@r/?backup=backup-1&volume=pv-1\""))
                .anyMatch(request -> request.equals("kubectl -n media delete pvc data # uid " + uid()));
        assertThat(plan.effects())
                .anyMatch(effect -> effect.contains("all data on its present volume pv-new"))
                .anyMatch(effect -> effect.contains("the present claim stays until then"));
        assertThat(method.plan(run, order()).digest()).isEqualTo(plan.digest());
    }

    @Test
    void restoresIntoANewVolumeLikeTheClass() {
        backup("backup-1", BEFORE, "pv-1");
        method.begin(run, order());

        assertThat(volume().<Object>get("spec"))
                .isEqualTo(Map.of(
                        "fromBackup", "s3://b@r/?backup=backup-1&volume=pv-1",
                        "size", "10737418240",
                        "frontend", "blockdev",
                        "accessMode", "rwo",
                        "dataEngine", "v1",
                        "numberOfReplicas", 2));
        assertThat(claim()).as("stays until the data is there").isNotNull();
    }

    @Test
    void saysThatTheStorageClassIsGone() {
        backup("backup-1", BEFORE, "pv-1");
        client.storage().v1().storageClasses().withName("longhorn").delete();

        assertThat(method.plan(run, order()).effects())
                .anyMatch(effect -> effect.contains("the StorageClass longhorn does not exist"));
        method.begin(run, order());
        assertThat(volume().<Object>get("spec", "numberOfReplicas")).isNull();
    }

    @Test
    void refusesAnEncryptedVolume() {
        backup("backup-1", BEFORE, "pv-1");
        client.storage().v1().storageClasses().withName("longhorn").delete();
        objects.storageClass("longhorn", Map.of("encrypted", "true"));

        needsHuman("VOLUME_ENCRYPTED", () -> method.plan(run, order()));
    }

    @Test
    void refusesABackupThatIsGone() {
        needsHuman("BACKUP_GONE", () -> method.plan(run, order()));
    }

    @Test
    void waitsUntilTheDataIsThere() {
        backup("backup-1", BEFORE, "pv-1");
        assertThat(method.state(run, order()).message()).contains("has not started");
        method.begin(run, order());
        assertThat(method.state(run, order())).isInstanceOf(Check.NotYet.class);

        volumeSays(false, false, "unknown");
        assertThat(method.state(run, order())).as("not initiated yet").isInstanceOf(Check.NotYet.class);
        volumeSays(true, true, "degraded");
        assertThat(method.state(run, order()).message()).contains("too few disks");

        assertThat(uid()).as("the present claim").isNotNull();
        assertThat(client.persistentVolumes().list().getItems()).isEmpty();
    }

    @Test
    void bindsTheClaimToTheRestoredVolume() {
        String former = restored("healthy");

        assertThat(method.state(run, order())).isInstanceOf(Check.NotYet.class);

        PersistentVolume volume = client.persistentVolumes().withName(name()).get();
        assertThat(volume.getSpec().getCsi().getDriver()).isEqualTo("driver.longhorn.io");
        assertThat(volume.getSpec().getCsi().getVolumeHandle()).isEqualTo(name());
        assertThat(volume.getSpec().getCsi().getFsType()).isEqualTo("xfs");
        assertThat(volume.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Retain");
        assertThat(volume.getSpec().getStorageClassName()).isEqualTo("longhorn");
        assertThat(uid()).isNotEqualTo(former);
        assertThat(claim().getSpec().getVolumeName()).isEqualTo(name());

        bound();
        assertThat(method.state(run, order())).isInstanceOf(Check.Met.class);
        assertThat(method.plan(run, order()).isNothing()).isTrue();
    }

    @Test
    void needsTheBackupNoLongerWhenTheDataIsThere() {
        restored("healthy");
        ObjectKind.LONGHORN_BACKUP.named(client, NAMESPACE, "backup-1").delete();

        method.state(run, order());

        assertThat(claim().getSpec().getVolumeName()).isEqualTo(name());
    }

    @Test
    void takesADegradedVolumeForRestored() {
        restored("degraded");
        method.state(run, order());
        bound();

        assertThat(method.state(run, order())).isInstanceOf(Check.Met.class);
    }

    @Test
    void saysThatAllReplicasHaveFailed() {
        backup("backup-1", BEFORE, "pv-1");
        method.begin(run, order());
        volumeSays(true, true, "faulted");

        needsHuman("RESTORE_FAILED", () -> method.state(run, order()));
    }

    @Test
    void doesNotDeleteAClaimThatIsNotInTheApprovedPlan() {
        restored("healthy");
        client.persistentVolumeClaims().inNamespace("media").withName("data").delete();
        objects.claim("data", "Bound");
        String made = uid();

        needsHuman("CLAIM_CHANGED", () -> method.state(run, order()));
        assertThat(uid()).isEqualTo(made);
    }

    @Test
    void endsTheSameWhereverItWasKilled() {
        int cuts = 0;
        for (int requests = 0; cuts == requests; requests++) {
            clear();
            backup("backup-1", BEFORE, "pv-1");
            objects.claim("data", "Bound");
            cuts += cut(requests) ? 1 : 0;
            method.begin(run, order());
            volumeSays(true, false, "healthy");
            method.state(run, order());
            bound();

            assertThat(method.state(run, order())).isInstanceOf(Check.Met.class);
            assertThat(ObjectKind.LONGHORN_VOLUME.list(client)).hasSize(1);
            assertThat(client.persistentVolumes().list().getItems()).hasSize(1);
        }
        assertThat(cuts).isGreaterThan(8);
    }

    private boolean cut(int requests) {
        try (KubernetesClient cutting = CuttingClients.after(requests, client)) {
            var killed = FakeRun.on(FakeCluster.homelab().with(cutting));
            method.begin(killed, order());
            volumeSays(true, false, "healthy");
            method.state(killed, order());
            return false;
        } catch (CuttingClients.Cut cut) {
            return true;
        }
    }

    private void clear() {
        ObjectKind.LONGHORN_VOLUME.in(client).inNamespace(NAMESPACE).delete();
        ObjectKind.LONGHORN_BACKUP.in(client).inNamespace(NAMESPACE).delete();
        client.persistentVolumes().delete();
        client.persistentVolumeClaims().inNamespace("media").delete();
    }

    @Test
    void makesAFirstBackupAndLetsTheClassDecideAgain() {
        restored("healthy");
        method.state(run, order());
        bound();
        assertThat(method.protectedAgain(run, order())).isInstanceOf(Check.NotYet.class);

        method.protect(run, order());
        method.protect(run, order());

        GenericKubernetesResource backup = ObjectKind.LONGHORN_BACKUP
                .named(client, NAMESPACE, name() + "-first")
                .get();
        assertThat(backup.<Object>get("spec", "snapshotName")).isEqualTo(name() + "-first");
        assertThat(backup.getMetadata().getLabels())
                .containsEntry("backup-volume", name())
                .containsEntry("backup-target", "default");
        assertThat(ObjectKind.LONGHORN_SNAPSHOT.list(client))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.<Object>get("spec"))
                        .isEqualTo(Map.of("volume", name(), "createSnapshot", true)));
        assertThat(client.persistentVolumes().withName(name()).get().getSpec().getPersistentVolumeReclaimPolicy())
                .isEqualTo("Delete");

        says(
                ObjectKind.LONGHORN_BACKUP,
                name() + "-first",
                status("Completed", "2026-11-23T11:00:00Z", name(), "", "1"));
        assertThat(method.protectedAgain(run, order())).isInstanceOf(Check.Met.class);
    }

    @Test
    void saysThatTheFirstBackupHasFailed() {
        restored("healthy");
        method.state(run, order());
        method.protect(run, order());
        says(ObjectKind.LONGHORN_BACKUP, name() + "-first", "{\"state\": \"Error\", \"error\": \"no space left\"}");

        assertThatThrownBy(() -> method.protectedAgain(run, order()))
                .hasMessageContaining("no space left")
                .hasMessageContaining("delete backups.longhorn.io/" + name() + "-first");
    }

    /** @return the uid of the claim that is to be replaced */
    private String restored(String robustness) {
        backup("backup-1", BEFORE, "pv-1");
        String former = uid();
        method.begin(run, order());
        volumeSays(true, false, robustness);
        return former;
    }

    private void bound() {
        client.persistentVolumeClaims().inNamespace("media").withName("data").editStatus(claim -> {
            claim.setStatus(new io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus());
            claim.getStatus().setPhase("Bound");
            return claim;
        });
    }

    private void volumeSays(boolean initiated, boolean required, String robustness) {
        says(
                ObjectKind.LONGHORN_VOLUME,
                name(),
                "{\"restoreInitiated\": " + initiated + ", \"restoreRequired\": " + required + ", \"robustness\": \""
                        + robustness + "\"}");
    }

    private void says(ObjectKind kind, String name, String status) {
        objects.status(kind, NAMESPACE, name, status);
    }

    private void backup(String name, String started, String volume) {
        backup(name, started, volume, "{}");
    }

    private void backup(String name, String started, String volume, String kubernetes) {
        objects.create(
                ObjectKind.LONGHORN_BACKUP,
                NAMESPACE,
                name,
                "{\"status\": "
                        + status("Completed", started, volume, kubernetes, "10737418240")
                                .replace("NAME", name)
                        + "}");
    }

    private static String status(String state, String started, String volume, String kubernetes, String size) {
        return """
                {"state": "%s", "snapshotCreatedAt": "%s", "volumeName": "%s", "volumeSize": "%s",
                 "url": "s3://b@r/?backup=NAME&volume=%s", "labels": {"KubernetesStatus": "%s"}}""".formatted(state, started, volume, size, volume, kubernetes.replace("\"", "\\\""));
    }

    private void needsHuman(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private GenericKubernetesResource volume() {
        return ObjectKind.LONGHORN_VOLUME.list(client).get(0);
    }

    private String name() {
        return volume().getMetadata().getName();
    }

    private PersistentVolumeClaim claim() {
        return client.persistentVolumeClaims()
                .inNamespace("media")
                .withName("data")
                .get();
    }

    private String uid() {
        return claim().getMetadata().getUid();
    }

    private List<RestorePoint> points() {
        var search = new Search(client, VeleroObjects.DAMAGE, Instant.parse("2026-11-23T10:00:00Z"), "");
        return method.points(search, VeleroObjects.CLAIM);
    }

    private static RestoreOrder order() {
        return new RestoreOrder(
                VeleroObjects.CLAIM,
                new RestorePoint("longhorn", NAMESPACE + "/backup-1", null, "Longhorn, the backup backup-1"));
    }
}
