package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.OTHER_UUID;
import static dev.kaltstart.talos.TalosFixture.UUID;
import static dev.kaltstart.talos.TalosFixture.WK_1;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static dev.kaltstart.talos.TalosFixture.inMaintenance;
import static dev.kaltstart.talos.TalosFixture.running;
import static dev.kaltstart.talos.TalosOutput.INSECURE;
import static dev.kaltstart.talos.TalosOutput.STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.shell.Result;
import org.junit.jupiter.api.Test;

/** From a machine that waits for its configuration to a member of the cluster. */
class ProvisionTest {

    private static final String DISKS = "get disks -o json --insecure";
    private static final String APPLY =
            "apply-config --insecure -f /clusters/homelab/talos/clusterconfig/homelab-wk-1.yaml";

    private final FakeCluster cluster = FakeCluster.homelab();
    private final KnownMachines machines = TalosFixture.machines();

    @Test
    void waitsUntilAMachineInMaintenanceModeAnswers() {
        assertThat(Turn.check(new AwaitMaintenance(), about(cluster, "wk-1")).message())
                .contains("nothing answers", "bc:24:11:00:00:0b");
        inMaintenance(cluster, WK_1, UUID);
        assertThat(Turn.check(new AwaitMaintenance(), about(cluster, "wk-1"))).isInstanceOf(Check.Met.class);
    }

    /** Until it has its configuration, a machine has what DHCP gives it. */
    @Test
    void aMachineThatWaitsAtAnotherAddressIsConfiguredThereAndFoundAtItsOwn() {
        String elsewhere = "198.51.100.77";
        inMaintenance(cluster, elsewhere, UUID).talos(elsewhere, APPLY, TalosOutput.ok(""));
        FakeRun run = about(cluster, "wk-1").with(MaintenanceAddress.GIVEN, " " + elsewhere);

        assertThat(Turn.check(new AwaitMaintenance(), run)).isInstanceOf(Check.Met.class);
        assertThat(Turn.check(new IdentifyMachine(machines), run)).isInstanceOf(Check.Met.class);
        assertThat(Turn.check(new ApplyConfig(machines), run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(new ApplyConfig(machines), run);
        assertThat(cluster.acts()).containsExactly(FakeCluster.talosLine(elsewhere, APPLY));

        running(cluster, WK_1)
                .talos(elsewhere, STATUS + INSECURE, TalosOutput.unreachable())
                .talos(elsewhere, STATUS, TalosOutput.unreachable());
        assertThat(Turn.check(new ApplyConfig(machines), run)).isInstanceOf(Check.Met.class);
        assertThat(Turn.check(new AwaitMaintenance(), run.with(NodeFacts.MAINTENANCE_SEEN, "yes")))
                .isInstanceOf(Check.Met.class);
    }

    @Test
    void anotherMachineAtTheOtherAddressIsNotConfigured() {
        inMaintenance(cluster, "198.51.100.77", OTHER_UUID);
        FakeRun run = about(cluster, "wk-1").with(MaintenanceAddress.GIVEN, "198.51.100.77");

        assertThatThrownBy(() -> Turn.perform(new ApplyConfig(machines), run)).hasMessageContaining(OTHER_UUID);
        assertThat(cluster.acts()).isEmpty();
    }

    @Test
    void saysSoWhenTheOldInstallationHasStartedInstead() {
        Check check = Turn.check(new AwaitMaintenance(), about(running(cluster, WK_1), "wk-1"));

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message()).contains("old installation", "reset --graceful=false");
    }

    @Test
    void goesOnWithAWipedMachineThatAnEarlierAttemptHasConfigured() {
        FakeRun run = about(running(cluster, WK_1), "wk-1").with(MachineFacts.WIPED, true);

        assertThat(Turn.check(new AwaitMaintenance(), run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void knowsTheMachineByItsUuid() {
        inMaintenance(cluster, WK_1, UUID).talos(WK_1, DISKS, TalosOutput.disks("S4EVNX0R000011"));
        FakeRun run = about(cluster, "wk-1");

        assertThat(Turn.check(new IdentifyMachine(machines), run).message())
                .contains("its disk S4EVNX0R000011 is there");
        assertThat(machines.seen(run.recovery(), new NodeName("wk-1"))).hasToString("Optional[" + UUID + "]");
    }

    @Test
    void knowsAMachineWhoseFirmwareSpellsItsUuidTheOldWay() {
        inMaintenance(cluster, WK_1, "44454c4c-4200-1035-8051-b7c04f4e3532");

        assertThat(Turn.check(new IdentifyMachine(machines), about(cluster, "wk-1")))
                .isInstanceOf(Check.Met.class);
    }

    @Test
    void warnsOfAnotherDiskButDoesNotJudge() {
        inMaintenance(cluster, WK_1, UUID).talos(WK_1, DISKS, TalosOutput.disks("OTHER"));

        assertThat(Turn.check(new IdentifyMachine(machines), about(cluster, "wk-1"))
                        .message())
                .contains("WATCH OUT", "S4EVNX0R000011", "[OTHER]");
    }

    @Test
    void asksAPersonAboutAnotherMachine() {
        inMaintenance(cluster, WK_1, OTHER_UUID);

        assertThatThrownBy(() -> Turn.check(new IdentifyMachine(machines), about(cluster, "wk-1")))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("WRONG_MACHINE"))
                .hasMessageContaining(OTHER_UUID)
                .hasMessageContaining(UUID);
    }

    @Test
    void acceptsTheOtherMachineWhenAPersonHasNamedIt() {
        inMaintenance(cluster, WK_1, OTHER_UUID);
        FakeRun run = about(cluster, "wk-1");
        machines.named(OTHER_UUID);

        assertThat(Turn.check(new IdentifyMachine(machines), run)).isInstanceOf(Check.Met.class);
        assertThat(machines.seen(run.recovery(), new NodeName("wk-1"))).hasToString("Optional[" + OTHER_UUID + "]");
    }

    @Test
    void asksAPersonWhenNobodyKnowsTheMachine() {
        inMaintenance(cluster, WK_1, UUID);
        FakeRun run = about(cluster, "wk-1");

        assertThatThrownBy(() -> Turn.check(new IdentifyMachine(KnownMachines.none()), run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("UNKNOWN_MACHINE"));
    }

    @Test
    void cannotTellWhoAMachineIsThatDoesNotSay() {
        assertThat(Turn.check(new IdentifyMachine(machines), about(cluster, "wk-1")))
                .isInstanceOf(Check.Unknown.class);
    }

    @Test
    void appliesTheConfigurationToTheRightMachine() {
        inMaintenance(cluster, WK_1, UUID).talos(WK_1, APPLY, TalosOutput.ok(""));
        FakeRun run = about(cluster, "wk-1");

        assertThat(Turn.check(new ApplyConfig(machines), run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(new ApplyConfig(machines), run);

        assertThat(cluster.acts()).containsExactly(FakeCluster.talosLine(WK_1, APPLY));
    }

    @Test
    void looksOnceMoreWhichMachineItIsBeforeApplying() {
        inMaintenance(cluster, WK_1, OTHER_UUID);

        assertThatThrownBy(() -> Turn.perform(new ApplyConfig(machines), about(cluster, "wk-1")))
                .isInstanceOf(Failure.NeedsHuman.class);
        assertThat(cluster.acts()).isEmpty();
    }

    @Test
    void asksAPersonWhenTheConfigurationIsRefused() {
        inMaintenance(cluster, WK_1, UUID)
                .talos(WK_1, APPLY, Result.exited(1, "", "error applying: no disks matched the expression"));

        assertThatThrownBy(() -> Turn.perform(new ApplyConfig(machines), about(cluster, "wk-1")))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("no disks matched");
    }

    @Test
    void hasNothingToApplyToANodeThatRuns() {
        assertThat(Turn.check(new ApplyConfig(machines), about(running(cluster, WK_1), "wk-1")))
                .isInstanceOf(Check.Met.class);
        cluster.talos(WK_1, STATUS, TalosOutput.status("installing"));
        assertThat(Turn.check(new ApplyConfig(machines), about(cluster, "wk-1")))
                .isInstanceOf(Check.Met.class);
    }

    @Test
    void cannotTellWhileTheMachineRestarts() {
        assertThat(Turn.check(new ApplyConfig(machines), about(cluster, "wk-1")))
                .isInstanceOf(Check.Unknown.class);
    }

    @Test
    void waitsUntilTheNodeVotesInEtcd() {
        var step = new AwaitMember();
        assertThat(Turn.check(step, about(cluster, "cp-1"))).isInstanceOf(Check.Unknown.class);
        controlPlane(cluster, CP_2, "cp-2", "cp-3");
        assertThat(Turn.check(step, about(cluster, "cp-1")).message()).contains("not joined");
        controlPlane(cluster, CP_2, "cp-1*", "cp-2", "cp-3");
        assertThat(Turn.check(step, about(cluster, "cp-1")).message()).contains("learner");
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");
        assertThat(Turn.check(step, about(cluster, "cp-1"))).isInstanceOf(Check.Met.class);
    }

    @Test
    void doesNotOverlookAMemberThatIsLeftOver() {
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3", "cp-4");

        assertThat(Turn.check(new AwaitMember(), about(cluster, "cp-1")).message())
                .contains("4 members", "3 control");
    }
}
