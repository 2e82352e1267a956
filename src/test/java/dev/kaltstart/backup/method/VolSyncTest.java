package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What VolSync calls successful is restored only when the mover says which snapshot. The log lines are those of its source. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VolSyncTest {

    private static final String RESTIC =
            "restoring snapshot 1a2b3c4d of [/data] at 2026-11-28 06:00:07.123 +0000 UTC by root@volsync to .\nRestic completed in 12s";

    KubernetesClient client;

    private final VolSync method = new VolSync();
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.bound("data", "pv-new");
    }

    @Test
    void knowsTheStartOfTheLastBackupBeforeTheDamage() {
        source("2026-11-28T06:01:00Z", false);

        List<RestorePoint> points = method.points(lost.search(), LostData.claim(null));

        assertThat(points.get(0).started()).isEqualTo(Instant.parse("2026-11-28T06:00:00Z"));
        assertThat(points).hasSize(3);
    }

    @Test
    void doesNotTakeABackupOfTheDamageForARestorePoint() {
        source("2026-11-28T12:06:00Z", false);

        RestorePoint newest = method.points(lost.search(), LostData.claim(null)).get(0);

        assertThat(newest.started()).isNull();
        assertThat(newest.label()).contains("before 2026-11-28T12:00:00Z");
    }

    @Test
    void hasNothingForAClaimThatNoSourceSaves() {
        source("2026-11-28T06:01:00Z", false);

        assertThat(method.points(
                        lost.search(),
                        new dev.kaltstart.storage.LostClaim("office", "other", "is missing", null, null, null, false)))
                .isEmpty();
    }

    @Test
    void showsWhatIsOverwrittenAndTheSameTwice() {
        RestoreOrder order = order();
        String uid = client.persistentVolumeClaims()
                .inNamespace("office")
                .withName("data")
                .get()
                .getMetadata()
                .getUid();

        assertThat(method.plan(lost.run, order).lines())
                .anyMatch(line -> line.startsWith(
                        "- overwritten: all data on the claim office/data (uid " + uid + ", volume pv-new)"))
                .anyMatch(line -> line.contains("replicationsources.volsync.backube paperless --type=merge"))
                .anyMatch(line -> line.contains("\"restoreAsOf\":\"2026-11-28T12:00:00Z\""));
        assertThat(method.plan(lost.run, order).digest())
                .isEqualTo(method.plan(lost.run, order).digest());
    }

    @Test
    void needsTheClaim() {
        RestoreOrder order = order();
        client.persistentVolumeClaims().inNamespace("office").withName("data").delete();

        refuses("CLAIM_MISSING", () -> method.plan(lost.run, order));
    }

    @Test
    void stopsItsSourceAndRestoresIntoTheClaim() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.begin(lost.run, order);

        GenericKubernetesResource destination = destination();
        assertThat((Object) destination.get("spec", "restic", "destinationPVC")).isEqualTo("data");
        assertThat((Object) destination.get("spec", "restic", "repository")).isEqualTo("paperless-volsync");
        assertThat((Object) destination.get("spec", "restic", "copyMethod")).isEqualTo("Direct");
        assertThat((Object) destination.get("spec", "restic", "retain")).isNull();
        assertThat((Object) source().get("spec", "paused")).isEqualTo(true);
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void measuresTheSnapshotThatWasReallyRestored() {
        RestoreOrder order = restored("Successful", RESTIC);

        assertThat(method.state(lost.run, order))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .containsExactly(
                                        Measurement.moment("restorePoint", Instant.parse("2026-11-28T06:00:07Z"))));
    }

    @Test
    void doesNotBelieveASuccessThatRestoredNothing() {
        RestoreOrder order = restored(
                "Successful", "No eligible snapshots found\n=== No data will be restored ===\nRestic completed in 2s");

        refuses("NOTHING_RESTORED", () -> method.state(lost.run, order));
    }

    @Test
    void saysThatThePasswordIsWrong() {
        RestoreOrder order = restored("Failed", "Fatal: wrong password or no key found");

        refuses("WRONG_PASSWORD", () -> method.state(lost.run, order));
    }

    @Test
    void saysThatThereIsNoRepository() {
        RestoreOrder order = restored(
                "Failed",
                "Fatal: unable to open config file: Stat: The specified key does not exist.\nIs there a repository at the following location?");

        refuses("NO_REPOSITORY", () -> method.state(lost.run, order));
    }

    @Test
    void waitsForALockedRepositoryAndAnEndpointThatAnswers503() {
        assertThat(method.state(
                        lost.run,
                        restored("Failed", "Fatal: unable to create lock in backend: repository is already locked")))
                .isInstanceOfSatisfying(
                        Check.NotYet.class,
                        waits -> assertThat(waits.message()).contains("repository is already locked"));
        assertThat(
                        method.state(
                                lost.run,
                                restored(
                                        "Failed",
                                        "Fatal: unable to open config file: Stat: 503 Service Unavailable\nIs there a repository at the following location?\ns3:http://nas/backups")))
                .isInstanceOfSatisfying(
                        Check.NotYet.class, waits -> assertThat(waits.message()).contains("503"));
    }

    @Test
    void doesNotTakeTheEndOfAnotherRestoreForItsOwn() {
        RestoreOrder order = restored("Successful", RESTIC);
        RestoreOrder older = new RestoreOrder(
                order.claim(), method.points(lost.search(), order.claim()).get(1));

        assertThat(method.state(lost.run, older)).isInstanceOf(Check.NotYet.class);
        method.begin(lost.run, older);
        assertThat((Object) destination().get("spec", "restic", "previous")).isEqualTo(1);
        assertThat(method.state(lost.run.of("another"), order)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void resumesItsSourceAndWaitsForAFirstBackup() {
        RestoreOrder order = restored("Successful", RESTIC);
        method.protect(lost.run, order);

        String token = String.valueOf((Object) source().get("spec", "trigger", "manual"));
        assertThat((Object) source().get("spec", "paused")).isNull();
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);
        synced(token, "Failed");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);
        synced(token, "Successful");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.Met.class);
        assertThat((Object) source().get("spec", "trigger", "manual")).isNull();
        assertThat((Object) source().get("spec", "trigger", "schedule")).isEqualTo("0 */6 * * *");
    }

    @Test
    void leavesASourcePausedThatAnOperatorPaused() {
        source("2026-11-28T06:01:00Z", true);
        RestoreOrder order = new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
        method.begin(lost.run, order);
        method.protect(lost.run, order);

        assertThat((Object) source().get("spec", "paused")).isEqualTo(true);
        refuses("BACKUP_PAUSED", () -> method.protectedAgain(lost.run, order));
    }

    @Test
    void cutsTheNameOfALongClaimAndKeepsItUnique() {
        String one = "a".repeat(60) + "-one";
        String other = "a".repeat(60) + "-two";

        assertThat(name(one)).hasSizeLessThanOrEqualTo(50).isNotEqualTo(name(other));
    }

    private static String name(String claim) {
        return VolSyncMover.destinationName(new RestoreOrder(
                new dev.kaltstart.storage.LostClaim("office", claim, "", null, null, null, false),
                new RestorePoint("volsync", "", null, "")));
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private RestoreOrder order() {
        source("2026-11-28T06:01:00Z", false);
        return new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
    }

    private RestoreOrder restored(String result, String logs) {
        if (ObjectKind.REPLICATION_SOURCE.find(client, "office", "paperless") == null) {
            source("2026-11-28T06:01:00Z", false);
        }
        RestoreOrder order = new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
        method.begin(lost.run, order);
        GenericKubernetesResource destination = destination();
        String token = String.valueOf((Object) destination.get("spec", "trigger", "manual"));
        destination.setAdditionalProperty(
                "status",
                result.equals("Successful")
                        ? Map.of("lastManualSync", token, "latestMoverStatus", Map.of("result", result, "logs", logs))
                        : Map.of("latestMoverStatus", Map.of("result", result, "logs", logs)));
        ObjectKind.REPLICATION_DESTINATION
                .in(client)
                .inNamespace("office")
                .resource(destination)
                .update();
        return order;
    }

    private GenericKubernetesResource source(String synced, boolean paused) {
        var restic = Map.of("repository", "paperless-volsync", "retain", Map.of("daily", 7), "copyMethod", "Snapshot");
        var trigger = Map.of("schedule", "0 */6 * * *");
        return lost.object(
                ObjectKind.REPLICATION_SOURCE,
                "paperless",
                paused
                        ? Map.of("sourcePVC", "data", "trigger", trigger, "restic", restic, "paused", true)
                        : Map.of("sourcePVC", "data", "trigger", trigger, "restic", restic),
                Map.of(
                        "lastSyncTime",
                        synced,
                        "lastSyncDuration",
                        "1m0.5s",
                        "latestMoverStatus",
                        Map.of("result", "Successful")));
    }

    private void synced(String token, String result) {
        GenericKubernetesResource source = source();
        source.setAdditionalProperty(
                "status", Map.of("lastManualSync", token, "latestMoverStatus", Map.of("result", result)));
        ObjectKind.REPLICATION_SOURCE
                .in(client)
                .inNamespace("office")
                .resource(source)
                .update();
    }

    private GenericKubernetesResource source() {
        return ObjectKind.REPLICATION_SOURCE
                .named(client, "office", "paperless")
                .require();
    }

    private GenericKubernetesResource destination() {
        return ObjectKind.REPLICATION_DESTINATION
                .named(client, "office", "kaltstart-data")
                .require();
    }
}
