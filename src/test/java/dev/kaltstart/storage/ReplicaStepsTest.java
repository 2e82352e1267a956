package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ReplicaStepsTest {

    private static final String HEALTHY = "2026-11-01T00:00:00Z";
    private static final String FAILED = "2026-11-23T09:55:00Z";
    private static final String NODES = "/apis/longhorn.io/v1beta2/namespaces/longhorn-system/nodes";

    KubernetesMockServer server;
    KubernetesClient client;

    private LonghornFixture longhorn;
    private FakeRun run;

    @BeforeEach
    void aClusterOfThreeStorageNodes() {
        longhorn = new LonghornFixture(client);
        run = FakeRun.on(FakeCluster.homelab().with(client)).with(RecoveryFacts.NODE, new NodeName("wk-1"));
    }

    @Test
    void findsNothingToLoseWhenAnotherNodeHasAGoodCopy() {
        longhorn.node("wk-1", false).node("wk-2", true);
        longhorn.volume("photos", "attached", "degraded", 2);
        longhorn.replica("photos", "wk-1", HEALTHY, FAILED).replica("photos", "wk-2", HEALTHY, "");

        assertThat(Turn.check(new CheckReplicas(), run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(StorageFacts.LAST_REPLICA)).isFalse();
    }

    @Test
    void findsTheLastGoodCopy() {
        longhorn.node("wk-1", false).node("wk-2", true);
        longhorn.volume("photos", "attached", "faulted", 2);
        longhorn.replica("photos", "wk-1", HEALTHY, "").replica("photos", "wk-2", HEALTHY, FAILED);

        Turn.check(new CheckReplicas(), run);

        assertThat(run.get(StorageFacts.LAST_REPLICA)).isTrue();
        assertThat(run.get(StorageFacts.LAST_REPLICA_VOLUMES)).isEqualTo("office/photos-claim (photos)");
    }

    @Test
    void countsACopyThatFailedWithTheNodeAsTheLastGoodOne() {
        longhorn.node("wk-1", false).node("wk-2", true);
        longhorn.volume("photos", "detached", "faulted", 1).replica("photos", "wk-1", HEALTHY, FAILED);

        Turn.check(new CheckReplicas(), run);

        assertThat(run.get(StorageFacts.LAST_REPLICA)).isTrue();
    }

    @Test
    void doesNotCountACopyOnANodeThatIsDownToo() {
        longhorn.node("wk-1", false).node("wk-2", false);
        longhorn.volume("photos", "attached", "degraded", 2);
        longhorn.replica("photos", "wk-1", HEALTHY, "").replica("photos", "wk-2", HEALTHY, "");

        Turn.check(new CheckReplicas(), run);

        assertThat(run.get(StorageFacts.LAST_REPLICA)).isTrue();
    }

    @Test
    void doesNotCountACopyThatWasNeverComplete() {
        longhorn.node("wk-1", false);
        longhorn.volume("photos", "attached", "degraded", 2).replica("photos", "wk-1", "", "");

        Turn.check(new CheckReplicas(), run);

        assertThat(run.get(StorageFacts.LAST_REPLICA)).isFalse();
    }

    @Test
    void saysThatThereIsNoStorageOnlyWhereThereIsNone() {
        server.expect().get().withPath(NODES).andReturn(404, "").always();

        for (Step step : List.of(new CheckReplicas(), new AwaitStorage(), new RebuildReplicas(), new VerifyStorage())) {
            assertThat(Turn.check(step, run)).isEqualTo(Check.met(StorageVerdict.NO_STORAGE));
        }
        assertThat(run.get(StorageFacts.LAST_REPLICA)).isFalse();
    }

    @Test
    void doesNotTakeAnApiThatFailsForOneThatIsNotThere() {
        server.expect().get().withPath(NODES).andReturn(403, "").always();

        assertThatThrownBy(() -> Turn.check(new CheckReplicas(), run))
                .as("the worker makes an unknown of it")
                .isInstanceOf(KubernetesClientException.class);
        assertThat(run.find(StorageFacts.LAST_REPLICA)).isEmpty();
    }

    @Test
    void waitsUntilLonghornCanUseTheNode() {
        assertThat(Turn.check(new AwaitStorage(), run))
                .as("Longhorn is not used")
                .isInstanceOf(Check.Met.class);
        longhorn.node("wk-2", true);
        assertThat(Turn.check(new AwaitStorage(), run).message()).contains("has not discovered wk-1");
        longhorn.node("wk-1", true);
        assertThat(Turn.check(new AwaitStorage(), run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void doesNotWaitForLonghornWhereATaintKeepsItOff() {
        longhorn.node("wk-2", true).manager("example.com/only-nas");
        node("cp-1", "node-role.kubernetes.io/control-plane");
        node("cp-2", "example.com/only-nas");
        node("wk-1", "node.cilium.io/agent-not-ready");

        assertThat(Turn.check(new AwaitStorage(), run.with(RecoveryFacts.NODE, new NodeName("cp-1")))
                        .message())
                .contains("stores nothing", "node-role.kubernetes.io/control-plane");
        assertThat(Turn.check(new AwaitStorage(), run.with(RecoveryFacts.NODE, new NodeName("cp-2"))))
                .as("tolerated")
                .isInstanceOf(Check.Unknown.class);
        assertThat(Turn.check(new AwaitStorage(), run.with(RecoveryFacts.NODE, new NodeName("wk-1"))))
                .as("passes")
                .isInstanceOf(Check.Unknown.class);
    }

    private void node(String name, String taint) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint()
                        .withKey(taint)
                        .withEffect("NoSchedule")
                        .endTaint()
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void waitsForNoVolumeThatAPersonGaveUp() {
        longhorn.node("wk-1", true).node("wk-2", true);
        longhorn.volume("photos", "detached", "faulted", 2).volume("papers", "attached", "healthy", 2);
        run.with(StorageFacts.LAST_REPLICA_VOLUMES, "office/photos-claim (photos)\noffice/other (other)");

        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOf(Check.NotYet.class);
        run.with(StorageFacts.DATA_LOSS_ACCEPTED, true);

        assertThat(Turn.check(new RebuildReplicas(), run).message())
                .contains("of 1; given up, to be restored from a backup: office/photos-claim");
        assertThat(Turn.check(new VerifyStorage(), run).message()).contains("given up");
        longhorn.volume("letters", "attached", "faulted", 2);
        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void doesNotActBeforeLonghornHasLookedAtTheNode() {
        longhorn.node("wk-1", false, LonghornFixture.disk("False", "DiskFilesystemChanged"), true);

        assertThat(Turn.check(new AwaitStorage(), run)).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void putsAWipedDiskInAgain() {
        longhorn.node("wk-1", true, LonghornFixture.disk("False", "DiskFilesystemChanged"), true);
        longhorn.replica("photos", "wk-1", HEALTHY, FAILED).replica("photos", "wk-2", HEALTHY, "");
        longhorn.replica("papers", "wk-1", "another-disk", HEALTHY, FAILED);

        assertThat(Turn.check(new AwaitStorage(), run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(new AwaitStorage(), run);

        var disks = new Crd(longhorn.object("Node", "wk-1").get()).map("spec", "disks");
        assertThat(disks).containsOnlyKeys("default-disk-again");
        assertThat(String.valueOf(disks.get("default-disk-again")))
                .contains("path=/var/lib/longhorn", "allowScheduling=true", "storageReserved=1024");
        assertThat(longhorn.object("Replica", "photos-r-wk-1").get()).isNull();
        assertThat(longhorn.object("Replica", "photos-r-wk-2").get()).isNotNull();
        assertThat(longhorn.object("Replica", "papers-r-wk-1").get()).isNotNull();
    }

    @Test
    void waitsUntilNoVolumeIsDegraded() {
        longhorn.node("wk-1", true).node("wk-2", true);
        longhorn.volume("photos", "attached", "degraded", 2).volume("papers", "attached", "healthy", 2);

        assertThat(Turn.check(new RebuildReplicas(), run))
                .isEqualTo(Check.notYet("1 of 2 volumes not healthy: office/photos-claim (photos) is degraded", 0.5));
        assertThat(Turn.check(new VerifyStorage(), run).message()).contains("is degraded");
    }

    @Test
    void aDetachedVolumeWithAllOfItsReplicasIsWell() {
        longhorn.node("wk-1", true).volume("photos", "detached", "unknown", 1);
        longhorn.replica("photos", "wk-1", HEALTHY, "");

        assertThat(Turn.check(new RebuildReplicas(), run).message())
                .isEqualTo("no attached volume is degraded or faulted, of 1");
        assertThat(Turn.check(new VerifyStorage(), run).message())
                .isEqualTo("no attached volume is faulted or degraded, of 1");
    }

    /** Longhorn calls it unknown, whatever it has lost: it is attached to be rebuilt, or rebuilt offline. */
    @Test
    void namesADetachedVolumeWithTooFewReplicasAndDoesNotWaitForIt() {
        longhorn.node("wk-1", true).node("wk-2", true).node("wk-3", false);
        longhorn.volume("photos", "detached", "unknown", 3).volume("papers", "detached", "unknown", 2);
        longhorn.replica("photos", "wk-1", HEALTHY, "")
                .replica("photos", "wk-2", HEALTHY, FAILED)
                .replica("photos", "wk-3", HEALTHY, "");
        longhorn.replica("papers", "wk-1", HEALTHY, "").replica("papers", "wk-2", HEALTHY, "");

        for (Step step : List.of(new RebuildReplicas(), new VerifyStorage())) {
            Check check = Turn.check(step, run);

            assertThat(check)
                    .isInstanceOfSatisfying(
                            Check.Met.class,
                            met -> assertThat(met.measured()).contains(Measurement.count("volumesIncomplete", 1)));
            assertThat(check.message())
                    .contains(
                            "1 detached volume has too few replicas: office/photos-claim (photos) 1 of 3 replicas",
                            "start their workloads",
                            "patch volumes.longhorn.io photos")
                    .doesNotContain("papers");
        }
    }

    @Test
    void waitsForADetachedVolumeThatIsRebuiltOffline() {
        longhorn.node("wk-1", true).node("wk-2", true).volume("photos", "detached", "unknown", 2);
        longhorn.replica("photos", "wk-1", HEALTHY, "").setting("offline-replica-rebuilding", "true");

        assertThat(Turn.check(new RebuildReplicas(), run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(new VerifyStorage(), run).message())
                .isEqualTo("office/photos-claim (photos) is detached with 1 of 2 replicas");
    }

    @Test
    void anAttachedVolumeThatLonghornDoesNotHearOfIsNotWell() {
        longhorn.node("wk-1", true).volume("photos", "attached", "unknown", 1);

        assertThat(Turn.check(new RebuildReplicas(), run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(new VerifyStorage(), run).message()).contains("is unknown");
    }

    @Test
    void asksAPersonWhenThereAreFewerNodesThanReplicas() {
        longhorn.node("wk-1", true).node("wk-2", false).volume("photos", "attached", "degraded", 2);

        assertThatThrownBy(() -> Turn.check(new RebuildReplicas(), run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("NOT_ENOUGH_NODES"))
                .hasMessageContaining("only 1 node can")
                .hasMessageContaining("photos) needs 2");
    }

    @Test
    void waitsFurtherWhereReplicasMayShareANode() {
        longhorn.node("wk-1", true).volume("photos", "attached", "degraded", 2);
        longhorn.setting("replica-soft-anti-affinity", "true");

        assertThat(Turn.check(new RebuildReplicas(), run)).isInstanceOf(Check.NotYet.class);
    }
}
