package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.CP_3;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveMemberTest {

    private static final String REMOVE = "etcd remove-member 8e9e05c521646941";

    private final RemoveMember step = new RemoveMember();
    private final FakeCluster cluster = FakeCluster.homelab();

    @Test
    void isDoneWhenTheMemberHasLeft() {
        controlPlane(cluster, CP_2, "cp-2", "cp-3");

        assertThat(Turn.check(step, about(cluster, "cp-1"))).isInstanceOf(Check.Met.class);
    }

    @Test
    void isNotDoneWhileTheMemberIsRegistered() {
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");

        assertThat(Turn.check(step, about(cluster, "cp-1"))).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void cannotTellWhenNobodyNamesTheMembers() {
        assertThat(Turn.check(step, about(cluster, "cp-1"))).isInstanceOf(Check.Unknown.class);
        assertThat(Turn.identity(step, about(cluster, "cp-1"))).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void tellsALivingControlPlaneToRemoveIt() {
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");
        controlPlane(cluster, CP_3, "cp-1", "cp-2", "cp-3").talos(CP_2, REMOVE, TalosOutput.ok(""));
        var run = about(cluster, "cp-1");

        assertThat(Turn.identity(step, run)).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, run).commands())
                .extracting(Command::line)
                .containsExactly(FakeCluster.talosLine(CP_2, REMOVE));
        Turn.perform(step, run);

        assertThat(cluster.acts()).containsExactly(FakeCluster.talosLine(CP_2, REMOVE));
    }

    @Test
    void refusesAMemberOfTheSameNameAtAnotherAddress() {
        String table = TalosOutput.row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")
                + TalosOutput.row(CP_2, "8e9e05c521646941", "cp-1", "https://10.20.0.99:2380", "", "false")
                + TalosOutput.row(CP_2, "8e9e05c521646942", "cp-2", "https://10.20.0.12:2380", "", "false")
                + TalosOutput.row(CP_2, "8e9e05c521646943", "cp-3", "https://10.20.0.13:2380", "", "false");
        controlPlane(cluster, CP_3).talos(CP_3, "etcd members", TalosOutput.ok(table));

        assertThat(Turn.identity(step, about(cluster, "cp-1")).message()).contains("10.20.0.99", "10.20.0.11");
    }

    /** After a public report: a member that was added and never started is left at the address of the dead node. */
    @Test
    void removesAMemberThatNeverStartedTogetherWithTheDeadOne() {
        members(TalosOutput.row(CP_2, "8e9e05c521646941", "cp-1", "https://10.20.0.11:2380", "", "false")
                + TalosOutput.row(CP_2, "1f6c00000000abcd", "", "https://10.20.0.11:2380", "", "true"));
        cluster.talos(CP_2, "etcd remove-member 1f6c00000000abcd", TalosOutput.ok(""))
                .talos(CP_2, REMOVE, TalosOutput.ok(""));
        var run = about(cluster, "cp-1");

        assertThat(Turn.identity(step, run)).isInstanceOf(Check.Met.class);
        Plan plan = Turn.plan(step, run);
        Turn.perform(step, run, plan);

        assertThat(plan.commands())
                .extracting(Command::line)
                .containsExactly(
                        FakeCluster.talosLine(CP_2, "etcd remove-member 1f6c00000000abcd"),
                        FakeCluster.talosLine(CP_2, REMOVE));
        assertThat(cluster.acts()).as("what the plan shows is what happens").isEqualTo(lines(plan));
    }

    @Test
    void aMemberThatNeverStartedCanBeRemovedAlone() {
        members(TalosOutput.row(CP_2, "1f6c00000000abcd", "", "https://10.20.0.11:2380", "", "true"));

        assertThat(Turn.identity(step, about(cluster, "cp-1"))).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, about(cluster, "cp-1")).commands())
                .extracting(Command::line)
                .containsExactly(FakeCluster.talosLine(CP_2, "etcd remove-member 1f6c00000000abcd"));
    }

    @Test
    void anotherMemberListIsAnotherPlan() {
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");
        controlPlane(cluster, CP_3, "cp-1", "cp-2", "cp-3");
        String approved = Turn.plan(step, about(cluster, "cp-1")).digest();
        members(TalosOutput.row(CP_2, "1f6c00000000abcd", "cp-1", "https://10.20.0.11:2380", "", "false"));

        assertThat(Turn.plan(step, about(cluster, "cp-1")).digest()).isNotEqualTo(approved);
    }

    /** The refusal names the command, because only a person knows whether the node was moved. */
    @Test
    void saysHowToRemoveAMemberAtAnotherAddressByHand() {
        members(TalosOutput.row(CP_2, "632f29e55e4e53ff", "cp-1", "https://10.20.7.11:2380", "", "false"));

        assertThat(Turn.identity(step, about(cluster, "cp-1")).message())
                .contains(
                        "10.20.7.11", "10.20.0.11", FakeCluster.talosLine(CP_2, "etcd remove-member 632f29e55e4e53ff"));
    }

    private void members(String rows) {
        String table = TalosOutput.row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")
                + rows
                + TalosOutput.row(CP_2, "8e9e05c521646942", "cp-2", "https://10.20.0.12:2380", "", "false")
                + TalosOutput.row(CP_2, "8e9e05c521646943", "cp-3", "https://10.20.0.13:2380", "", "false");
        controlPlane(cluster, CP_2).talos(CP_2, "etcd members", TalosOutput.ok(table));
        controlPlane(cluster, CP_3).talos(CP_3, "etcd members", TalosOutput.ok(table));
    }

    private static List<String> lines(Plan plan) {
        return plan.commands().stream().map(Command::line).toList();
    }

    @Test
    void refusesWhenTheOthersAreNoMajority() {
        controlPlane(cluster, CP_2, "cp-1", "cp-2", "cp-3");

        assertThat(Turn.identity(step, about(cluster, "cp-1"))).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void hasNothingToShowForAWorker() {
        assertThat(Turn.plan(step, about(cluster, "wk-1")).commands()).isEmpty();
    }
}
