package dev.kaltstart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing writes to a volume while it is restored, and all that was stopped is started again, as it was. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class WritersTest {

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final StopWriters stop = new StopWriters(evidence);
    private final StartWriters start = new StartWriters(evidence);
    private FakeRun run;

    @BeforeEach
    void begin() {
        run = FakeRun.on(FakeCluster.homelab().with(client)).about(new Subject.OfNamespace("office"));
        LostClaims.keepRestorable(run, evidence, List.of(lost("data"), lost("db-postgres-0")));
        deployment("paperless", "data", 2);
        deployment("web", "other", 1);
        statefulSet("postgres", "db", 1);
        statefulSet("cache", "db", 1);
    }

    @Test
    void stopsWhatMountsTheClaimsAndNothingElse() {
        assertThat(Turn.check(stop, run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(stop, run);

        assertThat(Turn.check(stop, run).message())
                .isEqualTo("stopped: Deployment paperless (2), StatefulSet postgres (1)");
        assertThat(replicas("paperless")).isZero();
        assertThat(replicas("web")).isEqualTo(1);
        assertThat(client.apps()
                        .statefulSets()
                        .inNamespace("office")
                        .withName("cache")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(1);
    }

    @Test
    void waitsForEveryPodThatHasAClaimMountedWhoeverMadeIt() {
        Turn.perform(stop, run);
        pod("backup-job", "data", "Running");
        pod("done", "data", "Succeeded");

        assertThat(Turn.check(stop, run).message()).isEqualTo("pods that still have the claims mounted: backup-job");
    }

    @Test
    void remembersTheReplicasWhenItIsDoneTwice() {
        Turn.perform(stop, run);
        Turn.perform(stop, run);

        assertThat(Turn.check(start, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(start, run);

        assertThat(replicas("paperless")).isEqualTo(2);
        assertThat(Turn.check(start, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void leavesWhatSomeoneHasScaledOrDeletedMeanwhile() {
        Turn.perform(stop, run);
        client.apps().deployments().inNamespace("office").withName("paperless").scale(5);
        client.apps().statefulSets().inNamespace("office").withName("postgres").delete();

        Turn.perform(start, run);

        assertThat(Turn.check(start, run)).isInstanceOf(Check.Met.class);
        assertThat(replicas("paperless")).isEqualTo(5);
    }

    @Test
    void leavesADatabaseRunningThatAPersonBringsBack() {
        LostClaims.keepRestorable(run, evidence, List.of(lost("data")));

        Turn.perform(stop, run);

        assertThat(Turn.check(stop, run).message()).isEqualTo("stopped: Deployment paperless (2)");
    }

    @Test
    void hasNothingToStartWhenNothingWasStopped() {
        assertThat(Turn.check(start, run)).isInstanceOf(Check.Met.class);
    }

    private int replicas(String deployment) {
        return client.apps()
                .deployments()
                .inNamespace("office")
                .withName(deployment)
                .get()
                .getSpec()
                .getReplicas();
    }

    private static LostClaim lost(String name) {
        return new LostClaim("office", name, "is gone", null, null, null, false);
    }

    private void deployment(String name, String claim, int replicas) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewVolume()
                        .withName("data")
                        .withNewPersistentVolumeClaim(claim, false)
                        .endVolume()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    private void statefulSet(String name, String template, int replicas) {
        client.resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewTemplate()
                        .withNewSpec()
                        .endSpec()
                        .endTemplate()
                        .withVolumeClaimTemplates(new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName(template)
                                .endMetadata()
                                .build())
                        .endSpec()
                        .build())
                .create();
    }

    private void pod(String name, String claim, String phase) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .addNewVolume()
                        .withName("data")
                        .withNewPersistentVolumeClaim(claim, false)
                        .endVolume()
                        .endSpec()
                        .withNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build())
                .create();
    }
}
