package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Storage that is not Longhorn's is judged, asked about or named; it is never called well because it was not checked. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class OtherStorageTest {

    private static final String HOST = "kubernetes.io/hostname";

    KubernetesClient client;

    private StorageFixture storage;
    private FakeRun run;
    private Instant now;

    @BeforeEach
    void aClusterOfThreeNodes() {
        storage = new StorageFixture(client)
                .node("wk-1", Map.of(HOST, "wk-1", "topology.kubernetes.io/zone", "rack"))
                .node("wk-2", Map.of(HOST, "wk-2", "topology.kubernetes.io/zone", "rack"));
        run = on();
        now = run.cluster().clock().instant();
    }

    private FakeRun on(DataSystem... systems) {
        return FakeRun.on(new FakeCluster(FakeInventory.storing(FakeInventory.homelab(), systems)).with(client))
                .with(RecoveryFacts.NODE, new NodeName("wk-1"));
    }

    // before the wipe

    @Test
    void asksNothingWhenNothingIsOnTheNode() {
        storage.ceph("HEALTH_OK", Map.of(), now).osd("0", "wk-2", true);
        storage.volume("photos", null, HOST, "wk-2", "/var/openebs/local/photos");
        storage.postgres("pg", 1, 1, "pg-1").instance("pg", "pg-1", "wk-2", true);

        assertThat(doubts()).isEmpty();
        assertThat(run.get(StorageFacts.LAST_REPLICA)).isFalse();
    }

    @Test
    void asksAboutOsdsOnTheNodeAndNamesPoolsWithOneCopy() {
        storage.ceph("HEALTH_OK", Map.of(), now)
                .osd("3", "wk-1", false)
                .osd("10", "wk-1", false)
                .osd("0", "wk-2", true)
                .pool("scratch", 1, "host")
                .pool("blocks", 3, "osd")
                .pool("good", 3, "host");

        assertThat(doubts())
                .contains(
                        "Rook-Ceph rook-ceph/rook-ceph: OSD 10, 3 on wk-1: a wipe leaves their disks alone",
                        "the pool scratch keeps one copy",
                        "the pool blocks may keep all copies on one node")
                .doesNotContain("good", "HEALTH");
        assertThat(run.get(StorageFacts.LAST_REPLICA)).isTrue();
        assertThat(run.get(StorageFacts.LAST_REPLICA_VOLUMES))
                .as("the disks of OSDs are not wiped")
                .isEmpty();
    }

    @Test
    void asksWhenCephIsNotWellEvenWithoutAnOsdOnTheNode() {
        storage.ceph("HEALTH_WARN", Map.of("PG_DEGRADED", "Degraded data redundancy"), now)
                .osd("0", "wk-2", true);

        assertThat(doubts()).contains("HEALTH_WARN: PG_DEGRADED (Degraded data redundancy)");
    }

    @Test
    void doesNotBelieveAHealthThatRookReportedBeforeTheOutage() {
        storage.ceph("HEALTH_OK", Map.of(), now.minus(Duration.ofHours(1)));

        assertThat(doubts()).contains("Rook last asked", "is its operator running?");
        assertThat(Turn.check(new VerifyStorage(), run).message()).contains("not verified: Rook last asked");
    }

    @Test
    void asksBeforeTheMonitorsLoseTheirQuorum() {
        storage.ceph("HEALTH_OK", Map.of(), now)
                .monitor("a", "wk-1", false)
                .monitor("b", "wk-2", true)
                .monitor("c", "wk-3", true);
        assertThat(doubts()).isEmpty();

        storage.monitor("c", "wk-3", false);
        assertThat(doubts()).contains("without monitor a of wk-1", "no quorum");
    }

    @Test
    void namesVolumesUnderVarAsLost() {
        storage.volume("photos", null, HOST, "wk-1", "/var/openebs/local/photos");

        assertThat(doubts()).isEmpty();
        assertThat(run.get(StorageFacts.LAST_REPLICA)).isTrue();
        assertThat(run.get(StorageFacts.LAST_REPLICA_VOLUMES)).isEqualTo("office/photos-claim (photos)");
    }

    /** Talos mounts partitions and disks of their own below /var/mnt; volume groups are on other disks. */
    @Test
    void doesNotSayThatAWipeTakesOtherDisks() {
        storage.volume("photos", null, HOST, "wk-1", "/var/mnt/data/photos")
                .volume("papers", "local.csi.openebs.io", "openebs.io/nodename", "wk-1", "")
                .volume("up", null, HOST, "wk-1", "/var/lib/../../mnt/up");

        assertThat(doubts())
                .contains(
                        "only wk-1 can mount office/papers-claim (papers), office/photos-claim (photos)",
                        "leaves other disks and partitions alone");
        assertThat(run.get(StorageFacts.LAST_REPLICA_VOLUMES)).isEmpty();
    }

    @Test
    void doesNotTakeAZoneForANode() {
        storage.volume("photos", "csi.example.com", "topology.kubernetes.io/zone", "rack", "");

        assertThat(doubts())
                .doesNotContain("only wk-1 can mount")
                .contains("cannot judge other storage (csi.example.com)");
    }

    @Test
    void asksWhenTheLastReadyInstanceIsOnTheNode() {
        storage.postgres("pg", 2, 0, "pg-1")
                .instance("pg", "pg-1", "wk-1", false)
                .instance("pg", "pg-2", "wk-2", false);
        assertThat(doubts())
                .contains(
                        "CloudNativePG database/pg: no instance is ready on another node than wk-1, which has pg-1, the primary");

        storage.instance("pg", "pg-3", "wk-3", true);
        assertThat(doubts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MAYASTOR", "LINSTOR", "OTHER_STORAGE", "LONGHORN", "ROOK_CEPH"})
    void asksAboutStorageThatItCannotJudge(DataSystem system) {
        run = on(system);

        assertThat(doubts()).contains("Kaltstart cannot judge " + system.label());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFS", "SYNOLOGY", "EXTERNAL_CEPH", "SMB", "DEMOCRATIC_CSI"})
    void asksNothingAboutDataOutsideOfTheCluster(DataSystem system) {
        run = on(system);

        assertThat(doubts()).isEmpty();
        assertThat(Turn.check(new CheckReplicas(), run).message()).contains("not checked: " + system.label());
    }

    @Test
    void knowsStorageByItsStorageClassToo() {
        storage.storageClass("fast", "io.openebs.csi-mayastor").storageClass("odd", "csi.example.com");

        assertThat(doubts()).contains("cannot judge OpenEBS Mayastor", "cannot judge other storage (csi.example.com)");
    }

    /** What the person reads. */
    @Test
    void theDecisionNamesTheData() {
        storage.ceph("HEALTH_OK", Map.of(), now).osd("3", "wk-1", false);
        storage.volume("photos", null, HOST, "wk-1", "/var/openebs/local/photos");
        Turn.check(new CheckReplicas(), run);

        var brief = Turn.brief(new DecideReplica(), run);
        assertThat(brief.why()).contains("office/photos-claim (photos)", "OSD 3 on wk-1");
        assertThat(brief.commands()).anyMatch(line -> line.contains("ceph osd safe-to-destroy"));
    }

    private String doubts() {
        assertThat(Turn.check(new CheckReplicas(), run)).isInstanceOf(Check.Met.class);
        return run.get(StorageFacts.DATA_IN_DOUBT);
    }

    // afterwards

    @ParameterizedTest
    @EnumSource(names = {"ROOK_CEPH", "OPENEBS_HOSTPATH", "NFS", "DEMOCRATIC_CSI", "CLOUDNATIVE_PG", "LONGHORN"})
    void whatWasNotLookedAtIsNotVerified(DataSystem system) {
        run = on(system);

        for (Step step : List.of(new AwaitStorage(), new RebuildReplicas(), new VerifyStorage())) {
            var check = Turn.check(step, run);
            assertThat(check.message()).startsWith("not verified: " + system.label());
            assertThat(((Check.Met) check).measured()).containsExactly(Measurement.notVerified(1));
        }
    }

    @Test
    void waitsForTheOsdsOfTheNode() {
        storage.ceph("HEALTH_OK", Map.of(), now).osd("3", "wk-1", false).osd("0", "wk-2", false);

        for (Step step : List.of(new AwaitStorage(), new VerifyStorage())) {
            assertThat(Turn.check(step, run))
                    .isEqualTo(Check.notYet("Rook-Ceph rook-ceph/rook-ceph: OSD 3 of wk-1 not up yet"));
        }
        storage.osd("3", "wk-1", true);
        assertThat(Turn.check(new AwaitStorage(), run))
                .isEqualTo(Check.met("Rook-Ceph rook-ceph/rook-ceph: OSD 3 of wk-1 up"));
        assertThat(Turn.check(new VerifyStorage(), run).message()).contains("is HEALTH_OK");
    }

    @Test
    void waitsUntilCephIsWhole() {
        storage.ceph("HEALTH_WARN", Map.of("PG_DEGRADED", "Degraded data redundancy"), now);
        assertThat(Turn.check(new RebuildReplicas(), run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOf(Check.NotYet.class);

        storage.ceph("HEALTH_ERR", Map.of(), now);
        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOf(Check.NotYet.class);

        storage.ceph("HEALTH_OK", Map.of(), now);
        assertThat(Turn.check(new RebuildReplicas(), run))
                .isEqualTo(Check.met("Rook-Ceph rook-ceph/rook-ceph is HEALTH_OK"));
    }

    @Test
    void doesNotWaitForAWarningThatIsNotAboutTheDataButNamesIt() {
        storage.ceph("HEALTH_WARN", Map.of("RECENT_CRASH", "1 daemons have recently crashed"), now);

        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOfSatisfying(Check.Met.class, met -> {
            assertThat(met.message()).contains("not verified:", "RECENT_CRASH (1 daemons have recently crashed)");
            assertThat(met.measured()).contains(Measurement.notVerified(1));
        });
    }

    @Test
    void waitsForAllInstancesOfADatabase() {
        storage.postgres("pg", 2, 1, "pg-2");
        assertThat(Turn.check(new VerifyStorage(), run))
                .isEqualTo(Check.notYet("CloudNativePG database/pg: 1 of 2 instances ready"));

        storage.postgres("pg", 2, 2, "pg-2");
        assertThat(Turn.check(new VerifyStorage(), run))
                .isEqualTo(Check.met("CloudNativePG database/pg has all instances"));
    }

    @Test
    void doesNotWaitForADatabaseWhoseVolumeWasGivenUpAndNamesIt() {
        storage.postgres("pg", 2, 1, "pg-2");
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("database")
                        .withName("pg-1")
                        .withLabels(Map.of("cnpg.io/cluster", "pg"))
                        .endMetadata()
                        .build())
                .create();
        run.with(StorageFacts.DATA_LOSS_ACCEPTED, true)
                .with(StorageFacts.LAST_REPLICA_VOLUMES, "database/pg-1 (pvc-1)");

        assertThat(Turn.check(new VerifyStorage(), run).message())
                .contains("not verified: CloudNativePG database/pg lost a volume that was given up");
    }

    @Test
    void longhornAndOtherStorageAreBothLookedAt() {
        run = on(DataSystem.LONGHORN, DataSystem.NFS);
        var longhorn = new LonghornFixture(client).node("wk-1", true).node("wk-2", true);
        assertThat(Turn.check(new VerifyStorage(), run).message())
                .isEqualTo("not verified: NFS; no attached volume is faulted or degraded, of 0");
        longhorn.volume("photos", "attached", "degraded", 2);

        assertThat(Turn.check(new VerifyStorage(), run)).isInstanceOf(Check.NotYet.class);
    }
}
