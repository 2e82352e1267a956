package dev.kaltstart.backup.method.k8up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.CuttingClients;
import dev.kaltstart.backup.method.LostData;
import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What K8up calls succeeded is restored only when restic says so in its log. The lines are those of their sources. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class K8upTest {

    private static final String ID = "a1".repeat(32);
    private static final String REPOSITORY = "s3:http://nas:9000/backups";
    private static final String DONE = """
            2026-11-28T12:20:01Z INFO k8up.restic.restic.restore.restic.stdout restoring snapshot a1a1a1a1 of [/data/data] at 2026-11-28 03:00:00 +0000 UTC by @office to /tmp/restore
            2026-11-28T12:20:09Z INFO k8up.restic.restic.restore.restic.stdout Summary: Restored 12 files/dirs (3.1 MiB) in 0:08
            """;

    KubernetesMockServer server;
    KubernetesClient client;

    private final K8up method = new K8up();
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.bound("data", "pv-new");
    }

    @Test
    void offersSnapshotsOfThisVeryClaimFromBeforeTheDamage() {
        schedule("nightly", "http://nas:9000");
        snapshot("a1", ID, "2026-11-28T03:00:00Z", "/data/data");
        snapshot("b1", "b1".repeat(32), "2026-11-27T03:00:00Z", "/data/data");
        snapshot("c1", "c1".repeat(32), "2026-11-28T12:00:01Z", "/data/data");
        snapshot("d1", "d1".repeat(32), "2026-11-28T04:00:00Z", "/data/data-2");
        snapshot("e1", "e1; rm -rf /", "2026-11-28T05:00:00Z", "/data/data");

        assertThat(method.points(lost.search(), LostData.claim(null)))
                .extracting(RestorePoint::label)
                .containsExactly(
                        "K8up, the snapshot a1a1a1a1 of 2026-11-28T03:00:00Z",
                        "K8up, the snapshot b1b1b1b1 of 2026-11-27T03:00:00Z");
    }

    @Test
    void needsOneBackendThatIsThatOfTheSnapshot() {
        snapshot("a1", ID, "2026-11-28T03:00:00Z", "/data/data");
        assertThat(method.points(lost.search(), LostData.claim(null)))
                .as("no Schedule")
                .isEmpty();

        schedule("elsewhere", "http://other:9000");
        assertThat(method.points(lost.search(), LostData.claim(null)))
                .as("another bucket")
                .isEmpty();

        schedule("nightly", "http://nas:9000");
        assertThat(method.points(lost.search(), LostData.claim(null))).hasSize(1);

        lost.object(
                ObjectKind.K8UP_SCHEDULE,
                "rest",
                Map.of(
                        "backend",
                        Map.of("rest", Map.of("url", "http://rest:8000")),
                        "backup",
                        Map.of("schedule", "0 3 * * *")),
                Map.of());
        assertThat(method.points(lost.search(), LostData.claim(null)))
                .as("one of two")
                .isEmpty();
    }

    @Test
    void showsThatTheClaimIsMadeAgainAndNoAddress() {
        RestoreOrder order = order();

        assertThat(method.plan(lost.run, order).lines())
                .anyMatch(line -> line.startsWith("$ kubectl -n office delete pvc data # uid "))
                .anyMatch(line -> line.startsWith("- deleted: the claim office/data"))
                .anyMatch(line -> line.contains("\"restoreMethod\":{\"folder\":{\"claimName\":\"data\"}}"))
                .anyMatch(line -> line.contains("K8up has no pause"))
                .noneMatch(line -> line.contains("nas:9000"));
        assertThat(method.plan(lost.run, order).digest())
                .isEqualTo(method.plan(lost.run, order).digest());
    }

    @Test
    void restoresIntoANewVolumeOnce() {
        RestoreOrder order = order();
        String uid = claim().getMetadata().getUid();
        method.begin(lost.run, order);
        String fresh = claim().getMetadata().getUid();
        method.begin(lost.run, order);

        assertThat(fresh).isNotEqualTo(uid);
        assertThat(claim().getMetadata().getUid()).isEqualTo(fresh);
        assertThat(claim().getSpec().getVolumeName()).isNull();
        assertThat((Object) restore().get("spec", "snapshot")).isEqualTo(ID);
        assertThat((Object) restore().get("spec", "backend", "s3", "bucket")).isEqualTo("backups");
        assertThat((Object) restore().get("spec", "podSecurityContext", "fsGroup"))
                .isEqualTo(1000);
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);
    }

    /** A kill between the new claim and the Restore. */
    @Test
    void doesNotDeleteItsOwnNewClaimAfterACrash() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        String fresh = claim().getMetadata().getUid();
        ObjectKind.K8UP_RESTORE.in(client).inNamespace("office").delete();

        assertThat(method.plan(lost.run, order).requests()).noneMatch(request -> request.contains("delete pvc"));
        method.begin(lost.run, order);

        assertThat(claim().getMetadata().getUid()).isEqualTo(fresh);
        assertThat(restore()).isNotNull();
    }

    @Test
    void measuresTheSnapshotOnceResticSaysThatItRestoredIt() {
        RestoreOrder order = ended("Succeeded", DONE);
        assertThat(method.state(lost.run, order))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .containsExactly(
                                        Measurement.moment("restorePoint", Instant.parse("2026-11-28T03:00:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stderr Fatal: There were 3 errors",
                "stdout Summary: Restored 3 / 12 files/dirs (1.0 MiB / 3.1 MiB) in 0:08",
                "stderr ignoring error for /data/x: ciphertext verification failed\nSummary: Restored 12 files/dirs (1 B)",
                "stderr Fatal: wrong password or no key found"
            })
    void doesNotBelieveASuccessOfAResticThatFailed(String log) {
        RestoreOrder order = ended("Succeeded", log);

        refuses("RESTORE_INCOMPLETE", () -> method.state(lost.run, order));
    }

    @Test
    void doesNotBelieveASuccessThatRestoredNothing() {
        RestoreOrder order = ended("Succeeded", "INFO k8up.restic.restore restore initialised");

        refuses("NOT_SAID", () -> method.state(lost.run, order));
    }

    @Test
    void doesNotBelieveASuccessWithoutItsPod() {
        RestoreOrder order = ended("Succeeded", DONE);
        client.pods().inNamespace("office").delete();

        refuses("NOT_SAID", () -> method.state(lost.run, order));
    }

    @Test
    void saysThatTheRestoreHasFailed() {
        RestoreOrder order = ended("Failed", "");

        refuses("RESTORE_FAILED", () -> method.state(lost.run, order));
    }

    @Test
    void makesAFirstNewBackupAndWantsItsSnapshot() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.protect(lost.run, order);
        method.protect(lost.run, order);

        assertThat(ObjectKind.K8UP_RESTORE.list(client, "office")).isEmpty();
        GenericKubernetesResource backup =
                ObjectKind.K8UP_BACKUP.list(client, "office").get(0);
        assertThat((Object) backup.get("spec", "backend", "s3", "bucket")).isEqualTo("backups");
        assertThat((Object) backup.get("spec", "schedule")).isNull();
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);

        completed(ObjectKind.K8UP_BACKUP, backup, "Succeeded");
        refuses("BACKUP_WITHOUT_VOLUME", () -> method.protectedAgain(lost.run, order));

        snapshot("f1", "f1".repeat(32), "2099-01-01T00:00:00Z", "/data/data");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.Met.class);

        completed(ObjectKind.K8UP_BACKUP, backup, "Failed");
        refuses("BACKUP_FAILED", () -> method.protectedAgain(lost.run, order));
    }

    /** Killed after each of its requests, and begun again. */
    @Test
    void endsTheSameWhereverItIsKilled() {
        RestoreOrder order = order();
        int cut = 0;
        while (begunAndCut(cut, order)) {
            cut++;
            assertThat(cut).isLessThan(30);
            if (claim() == null) {
                // between the deletion and the new one: a person brings the manifest back
                refuses("CLAIM_MISSING", () -> method.begin(lost.run, order));
                lost.bound("data", "pv-new");
            }
            method.begin(lost.run, order);
            assertThat(ObjectKind.K8UP_RESTORE.list(client, "office")).hasSize(1);
            assertThat(claim().getSpec().getVolumeName()).isNull();
            ObjectKind.K8UP_RESTORE.in(client).inNamespace("office").delete();
            client.persistentVolumeClaims().inNamespace("office").delete();
            lost.bound("data", "pv-new");
        }
        assertThat(cut).isGreaterThan(5);
    }

    private boolean begunAndCut(int requests, RestoreOrder order) {
        try (KubernetesClient cutting = CuttingClients.after(requests, client)) {
            method.begin(FakeRun.on(FakeCluster.homelab().with(cutting)).about(lost.run.subject()), order);
            return false;
        } catch (CuttingClients.Cut cut) {
            return true;
        }
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private RestoreOrder order() {
        if (ObjectKind.K8UP_SCHEDULE.find(client, "office", "nightly") == null) {
            schedule("nightly", "http://nas:9000");
            snapshot("a1", ID, "2026-11-28T03:00:00Z", "/data/data");
        }
        return new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
    }

    private RestoreOrder ended(String reason, String log) {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        completed(ObjectKind.K8UP_RESTORE, restore(), reason);
        String name = "restore-" + restore().getMetadata().getName();
        var job = client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .addNewOwnerReference()
                        .withUid(restore().getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name + "-x")
                        .addToLabels("job-name", name)
                        .addNewOwnerReference()
                        .withUid(job.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Succeeded")
                        .endStatus()
                        .build())
                .create();
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/office/pods/" + name
                        + "-x/log?pretty=false&tailLines=300&limitBytes=500000")
                .andReturn(200, log)
                .always();
        return order;
    }

    private void completed(ObjectKind kind, GenericKubernetesResource object, String reason) {
        GenericKubernetesResource now =
                kind.named(client, "office", object.getMetadata().getName()).require();
        now.setAdditionalProperty(
                "status",
                Map.of("conditions", List.of(Map.of("type", "Completed", "status", "True", "reason", reason))));
        kind.in(client).inNamespace("office").resource(now).update();
    }

    private PersistentVolumeClaim claim() {
        return client.persistentVolumeClaims()
                .inNamespace("office")
                .withName("data")
                .get();
    }

    private GenericKubernetesResource restore() {
        return ObjectKind.K8UP_RESTORE.list(client, "office").get(0);
    }

    private void schedule(String name, String endpoint) {
        lost.object(
                ObjectKind.K8UP_SCHEDULE,
                name,
                Map.of(
                        "backend",
                        Map.of(
                                "repoPasswordSecretRef",
                                Map.of("name", "restic", "key", "password"),
                                "s3",
                                Map.of("endpoint", endpoint, "bucket", "backups")),
                        "podSecurityContext",
                        Map.of("fsGroup", 1000),
                        "backup",
                        Map.of("schedule", "0 3 * * *", "keepJobs", 2)),
                Map.of());
    }

    private void snapshot(String name, String id, String date, String path) {
        lost.object(
                ObjectKind.K8UP_SNAPSHOT,
                name,
                Map.of("id", id, "date", date, "paths", List.of(path), "repository", REPOSITORY),
                Map.of());
    }
}
