package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The restored volume is protected again when Velero has it in a new backup. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VeleroProtectionTest {

    private static final RestoreOrder ORDER = new RestoreOrder(
            VeleroObjects.CLAIM, new RestorePoint("velero", "velero/daily-1//velero-data-x1", null, "daily-1"));

    KubernetesClient client;

    private final Velero method = new Velero();
    private VeleroObjects velero;
    private FakeRun run;

    @BeforeEach
    void restore() {
        velero = new VeleroObjects(client);
        velero.backup("daily-1", "2026-11-23T03:00:00Z");
        velero.upload("daily-1", "data", "Completed");
        velero.create(ObjectKind.VELERO_SCHEDULE, "velero", "daily", """
                {"spec": {"schedule": "0 3 * * *", "template": {"includedNamespaces": ["*"],
                          "excludedNamespaces": ["kube-system"], "ttl": "720h0m0s", "snapshotMoveData": true}}}""");
        run = FakeRun.on(FakeCluster.homelab().with(client));
    }

    @Test
    void makesOneBackupOfTheNamespaceWithTheSettingsOfTheSchedule() {
        method.protect(run, ORDER);
        method.protect(run, ORDER);

        assertThat(own().<Object>get("spec"))
                .isEqualTo(Map.of("includedNamespaces", List.of("media"), "ttl", "720h0m0s", "snapshotMoveData", true));
        assertThat(own().getMetadata().getLabels())
                .as("a restore of the schedule's newest backup would take it")
                .doesNotContainKey("velero.io/schedule-name");
    }

    @Test
    void takesTheSettingsOfTheBackupWhenItsScheduleIsGone() {
        ObjectKind.VELERO_SCHEDULE.named(client, "velero", "daily").delete();

        method.protect(run, ORDER);

        assertThat(own().<Object>get("spec", "storageLocation")).isEqualTo("default");
        assertThat(own().<Object>get("spec", "includedNamespaces")).isEqualTo(List.of("media"));
    }

    @Test
    void waitsForTheBackup() {
        assertThat(method.protectedAgain(run, ORDER)).isInstanceOf(Check.NotYet.class);
        method.protect(run, ORDER);

        assertThat(method.protectedAgain(run, ORDER)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void isProtectedWhenTheVolumeIsInTheBackup() {
        method.protect(run, ORDER);
        velero.upload(name(), "data", "Completed");
        says("Completed");

        assertThat(method.protectedAgain(run, ORDER)).isInstanceOf(Check.Met.class);
    }

    @Test
    void isNotProtectedByABackupWithoutTheVolume() {
        method.protect(run, ORDER);
        velero.upload(name(), "cache", "Completed");
        says("Completed");

        needsHuman("BACKUP_WITHOUT_VOLUME");
    }

    @Test
    void saysThatTheBackupHasFailed() {
        method.protect(run, ORDER);
        says("Failed");

        needsHuman("BACKUP_FAILED");
    }

    @Test
    void countsABackupThatAPersonHasMadeAfterwards() {
        method.protect(run, ORDER);
        says("Failed");
        velero.backup("by-hand", Instant.now().plusSeconds(60).toString());
        velero.upload("by-hand", "data", "Completed");

        assertThat(method.protectedAgain(run, ORDER)).isInstanceOf(Check.Met.class);
    }

    private void needsHuman(String code) {
        assertThatThrownBy(() -> method.protectedAgain(run, ORDER))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("velero -n velero backup create " + name() + "-2 --include-namespaces media");
    }

    private void says(String phase) {
        velero.status(
                ObjectKind.VELERO_BACKUP,
                "velero",
                name(),
                "{\"phase\": \"" + phase + "\", \"startTimestamp\": \""
                        + Instant.now().plusSeconds(1) + "\"}");
    }

    private String name() {
        return own().getMetadata().getName();
    }

    private GenericKubernetesResource own() {
        List<GenericKubernetesResource> own = ObjectKind.VELERO_BACKUP.list(client).stream()
                .filter(backup -> backup.getMetadata().getName().startsWith("kaltstart-"))
                .toList();
        assertThat(own).hasSize(1);
        return own.get(0);
    }
}
