package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VolSyncCopyTest {

    private static final Instant SEEDED = Instant.parse("2026-11-28T12:00:00Z");
    private static final CopyOrder ORDER = new CopyOrder("office", "data", "office-restore-test");

    KubernetesClient client;

    private final VolSyncCopy method = new VolSyncCopy();
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        create("""
                apiVersion: volsync.backube/v1alpha1
                kind: ReplicationSource
                metadata: { name: paperless, namespace: office }
                spec:
                  sourcePVC: data
                  trigger: { schedule: "0 */6 * * *" }
                  restic:
                    repository: paperless-volsync
                    moverServiceAccount: paperless
                    customCA: { secretName: ca, key: ca.crt }
                """);
        secret("paperless-volsync");
        secret("ca");
    }

    @Test
    void savesOnlyClaimsWithASource() {
        assertThat(method.saves(client, "office", "data")).isTrue();
        assertThat(method.saves(client, "office", "cache")).isFalse();
        assertThat(method.saves(client, "media", "data")).isFalse();
    }

    @Test
    void asksForABackupAndPutsTheScheduleBack() {
        method.backUp(lost.run, ORDER, SEEDED);
        assertThat(source().<Object>get("spec", "trigger", "manual")).isEqualTo(lost.run.recovery());
        assertThat(method.backedUp(lost.run, ORDER, SEEDED)).isInstanceOf(Check.NotYet.class);

        synced(lost.run.recovery(), "2026-11-28T12:03:00Z", "1m0s");

        assertThat(method.backedUp(lost.run, ORDER, SEEDED)).isInstanceOf(Check.Met.class);
        assertThat(source().<Object>get("spec", "trigger", "manual")).isNull();
    }

    /** VolSync answers a trigger with the end of the backup that was running already. */
    @Test
    void aBackupThatBeganBeforeTheSentinelDoesNotCount() {
        method.backUp(lost.run, ORDER, SEEDED);
        synced(lost.run.recovery(), "2026-11-28T12:03:00Z", "5m0s");

        assertThatThrownBy(() -> method.backedUp(lost.run, ORDER, SEEDED)).isInstanceOf(Failure.Retryable.class);
        method.backUp(lost.run, ORDER, SEEDED);
        assertThat(source().<Object>get("spec", "trigger", "manual")).isEqualTo(lost.run.recovery() + "-again");
        synced(lost.run.recovery() + "-again", "2026-11-28T12:05:00Z", "1m0s");

        assertThat(method.backedUp(lost.run, ORDER, SEEDED)).isInstanceOf(Check.Met.class);
    }

    @Test
    void restoresTheNewestIntoTheCopyWithWhatTheMoverNeeds() {
        method.restore(lost.run, ORDER);
        method.restore(lost.run, ORDER);

        GenericKubernetesResource made = destination();
        assertThat(made.<Object>get("spec", "restic", "destinationPVC")).isEqualTo("data");
        assertThat(made.<Object>get("spec", "restic", "restoreAsOf")).isNull();
        assertThat(made.<Object>get("spec", "restic", "moverServiceAccount")).isNull();
        assertThat(List.of("paperless-volsync", "ca"))
                .allSatisfy(name -> assertThat(client.secrets()
                                .inNamespace(ORDER.copy())
                                .withName(name)
                                .get())
                        .isNotNull());
        assertThat(method.requests(lost.run, ORDER))
                .anyMatch(line -> line.contains("Secret paperless-volsync, copied"))
                .noneMatch(line -> line.contains("cGFzc3dvcmQ=") || line.contains("password"));
    }

    @Test
    void needsTheSecretOfTheRepository() {
        client.secrets().inNamespace("office").withName("paperless-volsync").delete();

        assertThatThrownBy(() -> method.restore(lost.run, ORDER))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("the Secret office/paperless-volsync");
    }

    /** The name becomes a part of the address of a request. */
    @Test
    void followsNoNameThatLeadsToAnotherNamespace() {
        ObjectKind.REPLICATION_SOURCE.named(client, "office", "paperless").delete();
        create("""
                apiVersion: volsync.backube/v1alpha1
                kind: ReplicationSource
                metadata: { name: paperless, namespace: office }
                spec: { sourcePVC: data, restic: { repository: "../../kube-system/secrets/token" } }
                """);

        assertThatThrownBy(() -> method.restore(lost.run, ORDER))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("names a Secret that cannot exist");
        assertThat(client.secrets().inNamespace(ORDER.copy()).list().getItems()).isEmpty();
    }

    @Test
    void nothingRestoredIsNotRestored() {
        method.restore(lost.run, ORDER);
        GenericKubernetesResource made = destination();
        made.setAdditionalProperty(
                "status",
                Map.of(
                        "lastManualSync",
                        lost.run.recovery(),
                        "latestMoverStatus",
                        Map.of("result", "Successful", "logs", "=== No data will be restored ===")));
        ObjectKind.REPLICATION_DESTINATION
                .in(client)
                .inNamespace(ORDER.copy())
                .resource(made)
                .updateStatus();

        assertThatThrownBy(() -> method.restored(lost.run, ORDER)).hasMessageContaining("nothing was");
    }

    @Test
    void takesBackOnlyItsOwnTrigger() {
        method.backUp(lost.run, ORDER, SEEDED);
        method.release(lost.run, ORDER);
        assertThat(source().<Object>get("spec", "trigger", "manual")).isNull();

        ObjectKind.REPLICATION_SOURCE.named(client, "office", "paperless").delete();
        create("""
                apiVersion: volsync.backube/v1alpha1
                kind: ReplicationSource
                metadata: { name: paperless, namespace: office }
                spec: { sourcePVC: data, trigger: { manual: of-a-person }, restic: { repository: paperless-volsync } }
                """);
        method.release(lost.run, ORDER);
        assertThat(source().<Object>get("spec", "trigger", "manual")).isEqualTo("of-a-person");
    }

    private void synced(String token, String end, String lasted) {
        GenericKubernetesResource source = source();
        source.setAdditionalProperty(
                "status",
                Map.of(
                        "lastManualSync",
                        token,
                        "lastSyncTime",
                        end,
                        "lastSyncDuration",
                        lasted,
                        "latestMoverStatus",
                        Map.of("result", "Successful", "logs", "snapshot saved")));
        ObjectKind.REPLICATION_SOURCE
                .in(client)
                .inNamespace("office")
                .resource(source)
                .updateStatus();
    }

    private GenericKubernetesResource source() {
        return Objects.requireNonNull(ObjectKind.REPLICATION_SOURCE.find(client, "office", "paperless"));
    }

    private GenericKubernetesResource destination() {
        return Objects.requireNonNull(ObjectKind.REPLICATION_DESTINATION.find(client, ORDER.copy(), "kaltstart-data"));
    }

    private void secret(String name) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .endMetadata()
                        .addToData("RESTIC_PASSWORD", "cGFzc3dvcmQ=")
                        .build())
                .create();
    }

    private void create(String manifest) {
        ObjectKind.REPLICATION_SOURCE
                .in(client)
                .inNamespace("office")
                .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .create();
    }
}
