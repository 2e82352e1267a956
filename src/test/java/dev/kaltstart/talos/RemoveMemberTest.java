package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.CP_3;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Command;
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

        assertThat(Turn.identity(step, about(cluster, "cp-1")).words()).contains("10.20.0.99", "10.20.0.11");
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
