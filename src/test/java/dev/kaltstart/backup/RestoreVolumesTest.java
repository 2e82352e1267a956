package dev.kaltstart.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.cluster.RestoreChoice;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.twin.TwinWorld;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The approved plan runs or nothing does, in a twin with Velero. */
@SuppressWarnings("NullAway.Init")
class RestoreVolumesTest {

    private static final String CLAIM = """
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"namespace": "contract", "name": "data"},
             "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "longhorn",
                      "resources": {"requests": {"storage": "2Gi"}}}}""";

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private TwinWorld world;
    private KubernetesClient client;
    private FakeRun run;
    private List<RestoreMethod> methods;

    @BeforeEach
    void loseTheData(@TempDir Path directory) {
        world = TwinWorld.open(directory);
        client = world.cluster().kubernetes();
        run = FakeRun.on(world.cluster());
        methods = ScannedMethods.all();
        create("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"velero\"}}");
        create(CLAIM);
        create("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "contract", "name": "app"},
                 "spec": {"containers": [{"name": "app", "image": "example/app:1"}],
                          "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}}""");
        soon(() -> "Running".equals(pod().getStatus().getPhase()));
        create("""
                {"apiVersion": "velero.io/v1", "kind": "BackupStorageLocation",
                 "metadata": {"namespace": "velero", "name": "default"}}""");
        create("""
                {"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": {"namespace": "velero", "name": "daily-1"},
                 "spec": {"snapshotMoveData": true}}""");
        soon(() -> "Completed".equals(list("Backup").get(0).get("status", "phase")));
        client.pods().inNamespace("contract").withName("app").delete();
        soon(() -> client.pods().inNamespace("contract").list().getItems().isEmpty());
        Instant damage = world.cluster().clock().instant();
        evidence.keep(run, "lost-claims.json", """
                [{"namespace": "contract", "name": "data", "trouble": "was recreated"}]""");
        Turn.check(new FindRestorePoints(methods, evidence, any -> damage, name -> new RestoreChoice(Map.of())), run);
        run.set(RestoreFacts.POINT, "best");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void restoresByTheApprovedPlanAndMeasuresHowFarTheDataReaches() {
        var restore = new RestoreVolumes(new RestoreMethods(methods), evidence);
        assertThat(Turn.identity(restore, run)).isInstanceOf(Check.Met.class);
        Plan approved = Turn.plan(restore, run);

        // someone makes the claim again, after the approval
        client.persistentVolumeClaims().inNamespace("contract").withName("data").delete();
        soon(() -> client.persistentVolumeClaims()
                .inNamespace("contract")
                .list()
                .getItems()
                .isEmpty());
        create(CLAIM);
        Turn.perform(restore, run, approved);
        assertThat(list("Restore")).as("another claim than the approved one").isEmpty();

        Turn.perform(restore, run, Turn.plan(restore, run));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Turn.check(restore, run) instanceof Check.Met);

        assertThat(Turn.check(restore, run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .contains(Measurement.moment(
                                        RestoreMethod.REACHED,
                                        Instant.parse(list("Backup").get(0).get("status", "startTimestamp")))));
    }

    private void create(String json) {
        client.resource(json).create();
    }

    private Pod pod() {
        return client.pods().inNamespace("contract").withName("app").get();
    }

    private List<GenericKubernetesResource> list(String kind) {
        return client.genericKubernetesResources("velero.io/v1", kind)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(condition);
    }
}
