package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_1;
import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.CP_3;
import static dev.kaltstart.talos.TalosFixture.OTHER_UUID;
import static dev.kaltstart.talos.TalosFixture.UUID;
import static dev.kaltstart.talos.TalosFixture.WK_1;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static dev.kaltstart.talos.TalosFixture.inMaintenance;
import static dev.kaltstart.talos.TalosFixture.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.storage.StorageFacts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetNodeTest {

    private static final String WIPE =
            " --reboot --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL --wait=false";
    private static final String RESET_WORKER = "reset --graceful=false" + WIPE;
    private static final String MEMBERS = "get members -o json";

    private final ResetNode step = new ResetNode(TalosFixture.machines());
    private final FakeCluster cluster = FakeCluster.homelab();

    @Test
    void isDoneWhenTheMachineWaitsForAConfiguration() {
        FakeRun run = about(inMaintenance(cluster, WK_1, UUID), "wk-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(run.is(MachineFacts.WIPED)).isTrue();
    }

    @Test
    void isNotDoneWhileTheNodeHasItsConfiguration() {
        FakeRun run = about(running(cluster, WK_1), "wk-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        assertThat(run.is(MachineFacts.WIPED)).isFalse();
    }

    @Test
    void cannotTellWhileTheMachineRestarts() {
        assertThat(Turn.check(step, about(cluster, "wk-1"))).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void knowsTheMachineByItsUuid() {
        assertThat(Turn.identity(step, about(running(cluster, WK_1), "wk-1"))).isInstanceOf(Check.Met.class);
    }

    @Test
    void refusesWhenTheMachineHasAnotherUuid() {
        running(cluster, WK_1).talos(WK_1, TalosOutput.SYSTEM, TalosOutput.system(OTHER_UUID));

        Check identity = Turn.identity(step, about(cluster, "wk-1"));

        assertThat(identity).isInstanceOf(Check.NotYet.class);
        assertThat(identity.message()).contains(OTHER_UUID, UUID);
    }

    @Test
    void refusesWhenTheMachineHasAnotherName() {
        var other = cluster.inventory().nodes().get(5);
        running(cluster, WK_1)
                .talos(
                        WK_1,
                        MEMBERS,
                        TalosOutput.ok("{\"spec\": {\"addresses\": [\"" + WK_1 + "\"], \"hostname\": \"" + other.name()
                                + "\"}}"));

        assertThat(Turn.identity(step, about(cluster, "wk-1")).message()).contains("calls itself wk-3");
    }

    @Test
    void refusesWhenNobodyKnowsWhichMachineItWas() {
        FakeRun run = about(running(cluster, WK_1), "wk-1");

        assertThat(Turn.identity(new ResetNode(KnownMachines.none()), run)).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void refusesToBreakTheQuorum() {
        running(cluster, CP_1).talos(CP_1, "etcd members", TalosOutput.members("cp-1", "cp-2", "cp-3"));
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");

        assertThat(Turn.identity(step, about(cluster, "cp-1")).message()).contains("1 of 3");
    }

    @Test
    void refusesToWipeTheLastEtcdMember() {
        FakeCluster single = FakeCluster.single();
        running(single, "10.30.0.11");

        assertThat(Turn.identity(step, about(single, "cp-1")).message()).contains("this may be the last one");
    }

    @Test
    void wipesConfigurationAndDataOfThisNodeOnly() {
        running(cluster, WK_1).talos(WK_1, RESET_WORKER, TalosOutput.ok(""));

        Turn.perform(step, answering("wk-1"));

        assertThat(cluster.acts()).containsExactly(FakeCluster.talosLine(WK_1, RESET_WORKER));
    }

    @Test
    void letsAControlPlaneLeaveEtcdWhenItsEtcdAnswers() {
        running(cluster, CP_1).talos(CP_1, "etcd members", TalosOutput.members("cp-1", "cp-2", "cp-3"));
        cluster.talos(CP_1, "reset --graceful=true" + WIPE, TalosOutput.ok(""));

        Turn.perform(step, answering("cp-1"));

        assertThat(cluster.acts().get(0)).contains("--graceful=true");
    }

    @Test
    void doesNotWaitForAnEtcdThatDoesNotAnswer() {
        running(cluster, CP_1).talos(CP_1, RESET_WORKER, TalosOutput.ok(""));

        Turn.perform(step, answering("cp-1"));

        assertThat(cluster.acts().get(0)).contains("--graceful=false");
    }

    @Test
    void takesACommandThatHangsForNoProofOfFailure() {
        running(cluster, WK_1).talos(WK_1, RESET_WORKER, new Result(Result.Ending.STOPPED, -1, "", ""));
        FakeRun run = answering("wk-1");

        Turn.perform(step, run);
        inMaintenance(cluster, WK_1, UUID);

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void asksAPersonWhenTheNodeRefuses() {
        running(cluster, WK_1).talos(WK_1, RESET_WORKER, Result.exited(1, "", "rpc error: code = PermissionDenied"));

        assertThatThrownBy(() -> Turn.perform(step, answering("wk-1")))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("PermissionDenied");
    }

    @Test
    void showsTheCommandAndWhatIsLost() {
        FakeRun run = about(running(cluster, WK_1), "wk-1")
                .with(NodeFacts.TALOS_ANSWERS, true)
                .with(StorageFacts.LAST_REPLICA_VOLUMES, "office/paperless-data (pvc-1)");

        var plan = Turn.plan(step, run);

        assertThat(plan.commands())
                .extracting(Command::line)
                .containsExactly(FakeCluster.talosLine(WK_1, RESET_WORKER));
        assertThat(plan.effects()).anyMatch(effect -> effect.contains("STATE") && effect.contains("EPHEMERAL"));
        assertThat(plan.effects())
                .anyMatch(effect -> effect.contains("LOST FOR GOOD") && effect.contains("office/paperless-data"));
    }

    /**
     * siderolabs/talos#13814: the disk was changed in the repository, and Talos keeps starting from the old one, because a
     * reset leaves its boot partition and the installer runs only where it finds no installation.
     */
    @Test
    void saysInThePlanThatTalosIsOnAnotherDiskThanTheRepositoryNames() {
        running(cluster, WK_1)
                .talos(WK_1, "get systemdisk -o json", TalosOutput.systemDisk("/dev/sda"))
                .talos(WK_1, "get disks -o json", TalosOutput.disk("/dev/sda", "OLD-1", ""));

        assertThat(Turn.plan(step, answering("wk-1")).effects())
                .anyMatch(effect ->
                        effect.startsWith("Talos is installed on /dev/sda (OLD-1), but talos/talconfig.yaml:110"
                                        + " names the disk S4EVNX0R000011")
                                && effect.contains(FakeCluster.talosLine(
                                        WK_1, "wipe disk sda --insecure --skip-volume-check --drop-partition")));
    }

    @Test
    void aSystemDiskThatIsTheDeclaredOneIsNotMentioned() {
        running(cluster, WK_1)
                .talos(WK_1, "get systemdisk -o json", TalosOutput.systemDisk("/dev/sda"))
                .talos(WK_1, "get disks -o json", TalosOutput.disk("/dev/sda", "S4EVNX0R000011", ""));

        assertThat(Turn.plan(step, answering("wk-1")).effects()).noneMatch(effect -> effect.contains("installed on"));
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/sda, false",
        "/dev/nvme0n1, true",
        "/dev/disk/by-id/wwn-1, false",
        "/dev/disk/by-id/wwn-2, true",
        "size: < 900GB, false"
    })
    void comparesPathsAndTheirLinks(String declared, boolean differs) {
        var disk = new SystemDisk("/dev/sda", "", List.of("/dev/disk/by-id/wwn-1"));
        var node = new Node(
                new NodeName("wk-1"),
                Role.WORKER,
                List.of(WK_1),
                null,
                declared,
                null,
                null,
                null,
                "talos/clusterconfig/homelab-wk-1.yaml",
                "talos/talconfig.yaml:1");

        assertThat(disk.differs(node, "move").isPresent()).isEqualTo(differs);
        assertThat(new SystemDisk("/dev/sda", "", List.of())
                        .differs(node, "move")
                        .isPresent())
                .as("a link is not compared where none is known")
                .isEqualTo(differs && !declared.contains("by-id"));
    }

    @Test
    void showsTheQuorumThatIsLeft() {
        running(cluster, CP_3);
        FakeRun run = about(cluster, "cp-3")
                .with(NodeFacts.TALOS_ANSWERS, true)
                .with(NodeFacts.QUORUM_WORDS, "2 of 3 etcd members answer without it");

        assertThat(Turn.plan(step, run).effects()).anyMatch(effect -> effect.contains("2 of 3 etcd members"));
    }

    private FakeRun answering(String node) {
        return about(cluster, node).with(NodeFacts.TALOS_ANSWERS, true);
    }
}
