package dev.kaltstart.backup.method.kopiur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.CopyOrder;
import dev.kaltstart.backup.method.LostData;
import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects as the components of public repositories and kopiur's own examples have them. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class KopiurTest {

    private static final Instant SIX = Instant.parse("2026-11-28T06:00:07Z");
    private static final CopyOrder COPY = new CopyOrder("office", "data", "office-restore-test");

    KubernetesClient client;

    private final Kopiur method = new Kopiur();
    private final KopiurCopy copies = new KopiurCopy();
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.bound("data", "pv-new");
        create(ObjectKind.KOPIUR_POLICY, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: SnapshotPolicy
                metadata: { name: paperless, namespace: office, labels: { tier: critical } }
                spec:
                  repository: { kind: ClusterRepository, name: expanse }
                  credentialProjection: { enabled: true }
                  mover:
                    cache: { capacity: 5Gi, mode: Persistent }
                    securityContext: { runAsUser: 1000, runAsGroup: 1000 }
                  sources: [{ pvc: { name: data } }]
                """);
        create(ObjectKind.KOPIUR_SCHEDULE, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: SnapshotSchedule
                metadata: { name: paperless, namespace: office }
                spec: { policyRef: { name: paperless }, schedule: { cron: "H * * * *" } }
                """);
    }

    @Test
    void findsSnapshotsOfThisClaimFromBeforeTheDamageTheNewestFirst() {
        snapshot("older", "office/data", "2026-11-28T05:00:00Z", "Succeeded", "k5");
        snapshot("newer", "office/data", SIX.toString(), "Succeeded", "k6");
        snapshot("of-the-damage", "office/data", "2026-11-28T12:05:00Z", "Succeeded", "k12");
        snapshot("failed", "office/data", "2026-11-28T11:00:00Z", "Failed", "");
        snapshot("of-another", "office/cache", "2026-11-28T11:30:00Z", "Succeeded", "kc");

        List<RestorePoint> points = method.points(lost.search(), LostData.claim(null));

        assertThat(points).extracting(RestorePoint::id).containsExactly("newer|k6", "older|k5");
        assertThat(points.get(0).started()).isEqualTo(SIX);
    }

    /** After a rebuild the catalogue has snapshots that this cluster has not made. */
    @Test
    void findsWhatWasDiscoveredInTheRepositoryByItsIdentity() {
        discovered("found", "paperless", "office", "k1");
        discovered("of-another", "mealie", "office", "k2");

        assertThat(method.points(lost.search(), LostData.claim(null)))
                .extracting(RestorePoint::id)
                .containsExactly("found|k1");
    }

    @Test
    void aPolicyAboutSeveralClaimsIsLeftToAPerson() {
        policy().delete();
        create(ObjectKind.KOPIUR_POLICY, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: SnapshotPolicy
                metadata: { name: paperless, namespace: office }
                spec: { sources: [{ pvc: { name: data } }, { pvc: { name: cache } }] }
                """);
        snapshot("newer", "office/data", SIX.toString(), "Succeeded", "k6");

        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
        assertThat(copies.saves(client, "office", "data")).isFalse();
    }

    @Test
    void showsWhatIsOverwrittenAndWritesJustThat() {
        RestoreOrder order = order();
        var plan = method.plan(lost.run, order);

        assertThat(plan.lines())
                .anyMatch(line -> line.contains("patch snapshotschedules.kopiur.home-operations.com paperless"))
                .anyMatch(line -> line.startsWith("- overwritten: all data on the claim office/data (uid "));
        assertThat(method.plan(lost.run, order).digest()).isEqualTo(plan.digest());
        method.begin(lost.run, order);
        method.begin(lost.run, order);

        GenericKubernetesResource made = restore();
        assertThat(made.<Object>get("spec", "source", "snapshotRef", "name")).isEqualTo("newer");
        assertThat(made.<Object>get("spec", "target", "pvcRef", "name")).isEqualTo("data");
        assertThat(made.<Object>get("spec", "policy", "onMissingSnapshot")).isEqualTo("Fail");
        assertThat(made.<Object>get("spec", "credentialProjection", "enabled")).isEqualTo(true);
        assertThat(made.<Object>get("spec", "mover", "securityContext", "runAsUser"))
                .isEqualTo(1000);
        assertThat(made.<Object>get("spec", "mover", "cache")).isNull();
        assertThat(schedule().<Object>get("spec", "schedule", "suspend")).isEqualTo(true);
        // killed in between, the plan is made again
        assertThat(method.plan(lost.run, order).digest()).isEqualTo(plan.digest());
    }

    @Test
    void believesOnlyTheSnapshotThatWasChosen() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);

        status(Map.of("phase", "Completed", "resolved", Map.of("resolution", "Snapshot", "kopiaSnapshotID", "k6")));
        assertThat(method.state(lost.run, order))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured()).containsExactly(Measurement.moment("restorePoint", SIX)));

        status(Map.of("phase", "Completed", "resolved", Map.of("resolution", "Snapshot", "kopiaSnapshotID", "k1")));
        fails(order, "OTHER_SNAPSHOT");
        status(Map.of("phase", "Completed", "resolved", Map.of("resolution", "NoSnapshot")));
        fails(order, "NOTHING_RESTORED");
        status(Map.of("phase", "Completed"));
        fails(order, "NOTHING_RESTORED");
        status(Map.of("phase", "Failed", "failure", Map.of("message", "repository\nnot   found")));
        fails(order, "RESTORE_FAILED");
    }

    @Test
    void triesAgainWithANewObject() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        String first = restore().getMetadata().getUid();
        status(Map.of("phase", "Failed"));

        method.begin(lost.run, order);

        assertThat(restore().getMetadata().getUid()).isNotEqualTo(first);
    }

    @Test
    void resumesItsSchedulesAndWaitsForANewBackup() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);
        method.protect(lost.run, order);
        method.protect(lost.run, order);

        assertThat(schedule().<Object>get("spec", "schedule", "suspend")).isNull();
        assertThat(ObjectKind.KOPIUR_RESTORE.list(client, "office")).isEmpty();
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);
        saved("Unchanged");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.Met.class);
    }

    @Test
    void leavesAScheduleThatAnOperatorHasSuspended() {
        ObjectKind.KOPIUR_SCHEDULE.named(client, "office", "paperless").delete();
        create(ObjectKind.KOPIUR_SCHEDULE, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: SnapshotSchedule
                metadata: { name: paperless, namespace: office }
                spec:
                  policySelector: { matchLabels: { tier: critical } }
                  schedule: { cron: "H * * * *", suspend: true }
                """);
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.protect(lost.run, order);

        assertThat(schedule().<Object>get("spec", "schedule", "suspend")).isEqualTo(true);
    }

    @Test
    void copiesTheVerySnapshotThatTheDrillHasMade() {
        copies.backUp(lost.run, COPY, SIX);
        copies.backUp(lost.run, COPY, SIX);
        assertThat(copies.backedUp(lost.run, COPY, SIX)).isInstanceOf(Check.NotYet.class);
        saved("Succeeded");
        assertThat(copies.backedUp(lost.run, COPY, SIX)).isInstanceOf(Check.Met.class);
        copies.restore(lost.run, COPY);

        GenericKubernetesResource made =
                ObjectKind.KOPIUR_RESTORE.list(client, COPY.copy()).get(0);
        assertThat(made.<Object>get("spec", "source", "snapshotRef", "namespace"))
                .isEqualTo("office");
        made.setAdditionalProperty(
                "status", Map.of("phase", "Completed", "resolved", Map.of("kopiaSnapshotID", "k-new")));
        ObjectKind.KOPIUR_RESTORE
                .in(client)
                .inNamespace(COPY.copy())
                .resource(made)
                .updateStatus();
        assertThat(copies.restored(lost.run, COPY)).isInstanceOf(Check.Met.class);
    }

    @Test
    void aBackupWithNothingNewHasNoSentinel() {
        copies.backUp(lost.run, COPY, SIX);
        saved("Unchanged");

        assertThatThrownBy(() -> copies.backedUp(lost.run, COPY, SIX))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("SENTINEL_NOT_SAVED"));
    }

    private void fails(RestoreOrder order, String code) {
        assertThatThrownBy(() -> method.state(lost.run, order))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private RestoreOrder order() {
        snapshot("newer", "office/data", SIX.toString(), "Succeeded", "k6");
        var claim = LostData.claim(null);
        return new RestoreOrder(claim, method.points(lost.search(), claim).get(0));
    }

    private void saved(String phase) {
        GenericKubernetesResource made = ObjectKind.KOPIUR_SNAPSHOT.list(client, "office").stream()
                .filter(snapshot -> snapshot.getMetadata().getName().startsWith("kaltstart-"))
                .findFirst()
                .orElseThrow();
        made.setAdditionalProperty(
                "status",
                Map.of(
                        "phase",
                        phase,
                        "snapshot",
                        Map.of("kopiaSnapshotID", "k-new"),
                        "timing",
                        Map.of("startTime", SIX.plusSeconds(60).toString())));
        ObjectKind.KOPIUR_SNAPSHOT
                .in(client)
                .inNamespace("office")
                .resource(made)
                .updateStatus();
    }

    private void status(Map<String, Object> status) {
        GenericKubernetesResource made = restore();
        made.setAdditionalProperty("status", status);
        ObjectKind.KOPIUR_RESTORE
                .in(client)
                .inNamespace("office")
                .resource(made)
                .updateStatus();
    }

    private GenericKubernetesResource restore() {
        return ObjectKind.KOPIUR_RESTORE.list(client, "office").get(0);
    }

    private GenericKubernetesResource schedule() {
        return Objects.requireNonNull(ObjectKind.KOPIUR_SCHEDULE.find(client, "office", "paperless"));
    }

    private io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> policy() {
        return ObjectKind.KOPIUR_POLICY.named(client, "office", "paperless");
    }

    private void snapshot(String name, String claim, String started, String phase, String id) {
        create(ObjectKind.KOPIUR_SNAPSHOT, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: Snapshot
                metadata: { name: %s, namespace: office }
                spec: { policyRef: { name: paperless } }
                status:
                  phase: %s
                  snapshot: { kopiaSnapshotID: "%s" }
                  timing: { startTime: "%s" }
                  resolved: { sources: [{ pvc: %s, sourcePath: /pvc/data }] }
                """.formatted(name, phase, id, started, claim));
    }

    private void discovered(String name, String username, String hostname, String id) {
        create(ObjectKind.KOPIUR_SNAPSHOT, """
                apiVersion: kopiur.home-operations.com/v1alpha1
                kind: Snapshot
                metadata: { name: %s, namespace: office }
                status:
                  phase: Discovered
                  origin: discovered
                  snapshot: { kopiaSnapshotID: "%s", identity: { username: %s, hostname: %s, sourcePath: /pvc/data } }
                  timing: { startTime: "2026-11-28T06:00:07Z" }
                """.formatted(name, id, username, hostname));
    }

    private void create(ObjectKind kind, String manifest) {
        kind.in(client)
                .inNamespace("office")
                .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .create();
    }
}
