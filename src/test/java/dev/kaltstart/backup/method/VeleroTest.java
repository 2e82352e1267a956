package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Plan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore with Velero brings back one claim, and counts only when its volume was transferred. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VeleroTest {

    private static final String BEFORE = "2026-11-23T03:00:00Z";

    KubernetesClient client;

    private final Velero method = new Velero();
    private VeleroObjects velero;
    private FakeRun run;

    @BeforeEach
    void install() {
        velero = new VeleroObjects(client);
        velero.location("Available");
        velero.backup("daily-1", BEFORE);
        velero.upload("daily-1", "data", "Completed");
        velero.storageClass("longhorn");
        velero.claim("data", "Bound");
        velero.claim("cache", "Bound");
        run = FakeRun.on(FakeCluster.homelab().with(client));
    }

    @Test
    void plansTheDeletionOfThePresentDataByItsUid() {
        Plan plan = method.plan(run, snapshot());

        assertThat(plan.requests())
                .hasSize(2)
                .anyMatch(request -> request.equals("kubectl -n media delete pvc data # uid " + uid("data")))
                .anyMatch(request -> request.startsWith("kubectl -n velero create -f - # restores.velero.io "));
        assertThat(plan.effects())
                .anyMatch(effect -> effect.contains("all data on its present volume pv-new"))
                .anyMatch(effect -> effect.contains("media/data is made again by Velero")
                        && effect.contains("nothing else of the namespace"));
    }

    @Test
    void plansTheSameTwice() {
        assertThat(method.plan(run, snapshot()).digest())
                .isEqualTo(method.plan(run, snapshot()).digest());
        pods();
        assertThat(method.plan(run, files()).digest())
                .isEqualTo(method.plan(run, files()).digest());
    }

    @Test
    void restoresTheOneClaimThatTheSnapshotIsOf() {
        method.begin(run, snapshot());

        GenericKubernetesResource restore = restore();
        assertThat(restore.<Object>get("spec", "backupName")).isEqualTo("daily-1");
        assertThat(restore.<Object>get("spec", "includedNamespaces")).isEqualTo(List.of("media"));
        assertThat(restore.<Object>get("spec", "includedResources"))
                .isEqualTo(List.of("persistentvolumeclaims", "persistentvolumes"));
        assertThat(restore.<Object>get("spec", "labelSelector", "matchLabels"))
                .isEqualTo(Map.of("velero.io/volume-snapshot-name", "velero-data-x1"));
        assertThat(claim("data")).isNull();
        assertThat(claim("cache")).isNotNull();
    }

    @Test
    void makesAPodThatUsesTheClaimSoThatItsNodeIsChosen() {
        method.begin(run, snapshot());

        Pod pod = client.pods().inNamespace("media").list().getItems().get(0);
        assertThat(pod.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
                .isEqualTo("data");
    }

    @Test
    void restoresFilesIntoAPodThatNothingAdopts() {
        pods();
        method.begin(run, files());

        GenericKubernetesResource restore = restore();
        assertThat(restore.<Object>get("spec", "includedResources"))
                .isEqualTo(List.of("pods", "persistentvolumeclaims", "persistentvolumes"));
        assertThat(restore.<Object>get("spec", "labelSelector", "matchLabels")).isEqualTo(Map.of("app", "mediabox"));
        String rules = client.configMaps()
                .inNamespace("velero")
                .withName(restore.getMetadata().getName())
                .get()
                .getData()
                .get("rules.yaml");
        assertThat(rules)
                .contains("\\\"labels\\\":null")
                .contains("\\\"image\\\":\\\"registry.k8s.io/pause")
                .contains("\"groupResource\":\"pods\"")
                .contains("\"version\":\"v1\"");
        assertThat(restore.<Object>get("spec", "resourceModifier", "name"))
                .isEqualTo(restore.getMetadata().getName());
    }

    @Test
    void refusesAPodWhoseOtherClaimsWouldBeOverwritten() {
        pods();
        velero.files("daily-2", "mediabox-7d9f-abcde", "cache", "cache");

        assertThatThrownBy(() -> method.plan(run, files()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("CLAIM_NOT_ALONE"))
                .hasMessageContaining("cache");
    }

    @Test
    void refusesAnotherPodOfTheWorkloadWithOtherClaims() {
        velero.deployment("mediabox", Map.of("app", "mediabox"), "data", "cache");
        savedFiles();
        velero.files("daily-2", "mediabox-7d9f-other", "cache", "cache");

        assertThatThrownBy(() -> method.begin(run, files())).hasMessageContaining("cache");
        assertThat(claim("data")).as("not deleted").isNotNull();
    }

    @Test
    void refusesLabelsThatSelectOtherWorkloads() {
        pods();
        velero.deployment("mediabox-worker", Map.of("app", "mediabox", "part", "worker"), "library");

        assertThatThrownBy(() -> method.plan(run, files())).hasMessageContaining("other workloads");
    }

    @Test
    void needsTheWorkloadOfThePod() {
        savedFiles();

        assertThatThrownBy(() -> method.plan(run, files()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("WORKLOAD_MISSING"));
    }

    @Test
    void refusesABackupThatIsDeletedMeanwhile() {
        ObjectKind.VELERO_BACKUP.named(client, "velero", "daily-1").delete();

        assertThatThrownBy(() -> method.begin(run, snapshot()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("BACKUP_GONE"));
        assertThat(claim("data")).as("not deleted").isNotNull();
    }

    @Test
    void doesNotDeleteWhatVeleroHasMadeWhenItBeginsTwice() {
        method.begin(run, snapshot());
        velero.claim("data", "Bound");
        String restored = uid("data");

        method.begin(run, snapshot());

        assertThat(uid("data")).isEqualTo(restored);
        assertThat(method.plan(run, snapshot()).isNothing()).isTrue();
        assertThat(ObjectKind.VELERO_RESTORE.list(client)).hasSize(1);
    }

    @Test
    void endsTheSameWhereverItWasKilled() {
        pods();
        for (RestoreOrder order : List.of(snapshot(), files())) {
            int cuts = 0;
            boolean cut = true;
            for (int requests = 0; cut; requests++) {
                clear();
                cut = begunAndCut(requests, order);
                cuts += cut ? 1 : 0;
                method.begin(run, order);

                assertThat(ObjectKind.VELERO_RESTORE.list(client)).hasSize(1);
                assertThat(claim("data")).isNull();
                assertThat(client.configMaps().inNamespace("velero").list().getItems())
                        .hasSize(order.equals(files()) ? 1 : 0);
                assertThat(client.pods().inNamespace("media").list().getItems()).hasSize(order.equals(files()) ? 0 : 1);
            }
            assertThat(cuts).as("requests of %s", order.label()).isGreaterThan(4);
        }
    }

    @Test
    void hasRestoredWhenTheTransferIsCompleted() {
        method.begin(run, snapshot());
        assertThat(method.state(run, snapshot())).isInstanceOf(Check.NotYet.class);

        says("{\"phase\": \"Completed\"}");
        download("data", "Completed");
        velero.claim("data", "Bound");

        assertThat(method.state(run, snapshot())).isInstanceOf(Check.Met.class);
        assertThat(client.pods().inNamespace("media").list().getItems()).isEmpty();
    }

    @Test
    void waitsForTheBoundClaim() {
        method.begin(run, snapshot());
        says("{\"phase\": \"Completed\"}");
        download("data", "Completed");

        assertThat(method.state(run, snapshot()).message()).contains("not bound yet");
    }

    @Test
    void deletesTheRestoredPodBeforeItCounts() {
        pods();
        method.begin(run, files());
        String name = restore().getMetadata().getName();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("mediabox-7d9f-abcde")
                        .addToLabels("velero.io/restore-name", name)
                        .endMetadata()
                        .build())
                .create();
        velero.claim("data", "Bound");
        says("{\"phase\": \"Completed\"}");
        velero.create(ObjectKind.POD_VOLUME_RESTORE, "velero", "r1", """
                {"metadata": {"labels": {"velero.io/restore-name": "%s"}},
                 "spec": {"pod": {"namespace": "media", "name": "mediabox-7d9f-abcde"}, "volume": "data"},
                 "status": {"phase": "Completed"}}""".formatted(name));

        assertThat(method.state(run, files())).isInstanceOf(Check.NotYet.class);
        assertThat(method.state(run, files())).isInstanceOf(Check.Met.class);
    }

    @Test
    void doesNotBelieveACompletedRestoreThatHasRestoredNothing() {
        method.begin(run, snapshot());
        velero.claim("data", "Bound");
        says("{\"phase\": \"Completed\", \"progress\": {\"totalItems\": 2, \"itemsRestored\": 2}}");
        download("cache", "Completed");

        assertThatThrownBy(() -> method.state(run, snapshot()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("NOTHING_RESTORED"))
                .hasMessageContaining("delete restores.velero.io kaltstart-");
        assertThat(client.pods().inNamespace("media").list().getItems())
                .as("pods that use the claim")
                .isEmpty();
    }

    @Test
    void saysWhatVeleroSaysWhenARestoreHasFailed() {
        method.begin(run, snapshot());
        says("{\"phase\": \"FailedValidation\", \"validationErrors\": [\"The BSL default is unavailable\"]}");
        failsWith("FailedValidation: The BSL default is unavailable");

        says(
                "{\"phase\": \"Failed\", \"failureReason\": \"found a restore with status InProgress during the server starting\"}");
        failsWith("Failed: found a restore with status");

        download("data", "Failed");
        says("{\"phase\": \"PartiallyFailed\"}");
        failsWith("PartiallyFailed: timeout on preparing data download");
    }

    @Test
    void saysThatTheStorageClassIsGone() {
        method.begin(run, snapshot());
        says("{\"phase\": \"WaitingForPluginOperations\"}");
        velero.claim("data", "Pending");
        assertThat(method.state(run, snapshot())).isInstanceOf(Check.NotYet.class);

        client.storage().v1().storageClasses().withName("longhorn").delete();

        assertThatThrownBy(() -> method.state(run, snapshot()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("STORAGE_CLASS_GONE"));
    }

    @Test
    void showsTheBytesThatAreThere() {
        method.begin(run, snapshot());
        says("{\"phase\": \"WaitingForPluginOperations\"}");
        velero.create(ObjectKind.DATA_DOWNLOAD, "velero", "d1", """
                {"metadata": {"labels": {"velero.io/restore-name": "%s"}},
                 "spec": {"targetVolume": {"namespace": "media", "pvc": "data"}},
                 "status": {"phase": "InProgress", "progress": {"bytesDone": 250, "totalBytes": 1000}}}""".formatted(
                        restore().getMetadata().getName()));

        assertThat(method.state(run, snapshot()))
                .isInstanceOfSatisfying(
                        Check.NotYet.class,
                        state -> assertThat(state.progress()).isEqualTo(0.25));
    }

    @Test
    void leavesNoRestoreThatCouldRunAgain() {
        pods();
        method.begin(run, files());

        method.protect(run, files());
        method.protect(run, files());

        assertThat(ObjectKind.VELERO_RESTORE.list(client)).isEmpty();
        assertThat(client.configMaps().inNamespace("velero").list().getItems()).isEmpty();
    }

    @Test
    void replacesTheRestoreOfAnEarlierChoice() {
        method.begin(run, snapshot());
        velero.backup("daily-0", "2026-11-22T03:00:00Z");
        velero.upload("daily-0", "data", "Completed");
        velero.claim("data", "Bound");

        method.begin(run, order("velero/daily-0//velero-data-x1"));

        assertThat(restore().<Object>get("spec", "backupName")).isEqualTo("daily-0");
        assertThat(claim("data")).isNull();
    }

    private void pods() {
        velero.deployment("mediabox", Map.of("app", "mediabox"), "data");
        savedFiles();
    }

    private void savedFiles() {
        velero.backup("daily-2", BEFORE);
        velero.files("daily-2", "mediabox-7d9f-abcde", "data", "data");
    }

    private void clear() {
        ObjectKind.VELERO_RESTORE.in(client).inNamespace("velero").delete();
        client.configMaps().inNamespace("velero").delete();
        client.pods().inNamespace("media").delete();
        if (claim("data") == null) {
            velero.claim("data", "Bound");
        }
    }

    private boolean begunAndCut(int requests, RestoreOrder order) {
        try (KubernetesClient cutting = CuttingClients.after(requests, client)) {
            method.begin(FakeRun.on(FakeCluster.homelab().with(cutting)), order);
            return false;
        } catch (CuttingClients.Cut cut) {
            return true;
        }
    }

    private void says(String status) {
        velero.status(
                ObjectKind.VELERO_RESTORE, "velero", restore().getMetadata().getName(), status);
    }

    private void failsWith(String message) {
        assertThatThrownBy(() -> method.state(run, snapshot()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("RESTORE_FAILED"))
                .hasMessageContaining(message);
    }

    private void download(String claim, String phase) {
        velero.create(ObjectKind.DATA_DOWNLOAD, "velero", "d-" + claim, """
                {"metadata": {"labels": {"velero.io/restore-name": "%s"}},
                 "spec": {"targetVolume": {"namespace": "media", "pvc": "%s"}},
                 "status": {"phase": "%s", "message": "timeout on preparing data download"}}""".formatted(
                        restore().getMetadata().getName(), claim, phase));
    }

    private GenericKubernetesResource restore() {
        return ObjectKind.VELERO_RESTORE.list(client).get(0);
    }

    private @Nullable PersistentVolumeClaim claim(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("media")
                .withName(name)
                .get();
    }

    private String uid(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("media")
                .withName(name)
                .get()
                .getMetadata()
                .getUid();
    }

    private static RestoreOrder snapshot() {
        return order("velero/daily-1//velero-data-x1");
    }

    private static RestoreOrder files() {
        return order("velero/daily-2/mediabox-7d9f-abcde/data");
    }

    private static RestoreOrder order(String id) {
        return new RestoreOrder(VeleroObjects.CLAIM, new RestorePoint("velero", id, null, "Velero, the backup daily"));
    }
}
