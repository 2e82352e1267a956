package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.CP_1;
import static dev.kaltstart.talos.TalosFixture.CP_2;
import static dev.kaltstart.talos.TalosFixture.about;
import static dev.kaltstart.talos.TalosFixture.controlPlane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Command;
import org.junit.jupiter.api.Test;

/** Members of etcd after public bug reports, with other names and addresses; each names the report. */
class EtcdReportsTest {

    private static final String ID = "f40b64b37065098b";

    private final FakeCluster cluster = FakeCluster.homelab();
    private final RemoveMember step = new RemoveMember();

    /** siderolabs/talos#7903: the control plane came back under its name in another network, and stays a learner. */
    @Test
    void aMemberInAnotherNetworkIsNotRemovedUnderItsName() {
        members(row(ID, "cp-3", "https://10.31.193.102:2380", "true"));
        var run = about(cluster, "cp-3");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.identity(step, run).message())
                .contains("cp-3 at https://10.31.193.102:2380, cp-3 is at 10.20.0.13")
                .contains(FakeCluster.talosLine(CP_1, "etcd remove-member " + ID));
        assertThat(Turn.check(new AwaitMember(), run).message()).contains("is a learner in etcd");
    }

    /** hcloud-k8s/terraform-hcloud-kubernetes#330: nodes by name in the first column; one voter and a learner. */
    @Test
    void aLearnerThatNeverVotesCanBeRemovedWithoutAMajorityOfItsOwn() {
        String table = String.format(
                        "%-24s%-19s%-11s%-25s%-25s%s%n",
                        "NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")
                + String.format(
                        "%-24s%-19s%-11s%-25s%-25s%s%n",
                        "k8s-staging-control-1",
                        "8a94def43f7181ef",
                        "cp-2",
                        "https://10.20.0.12:2380",
                        "https://10.20.0.12:2379",
                        "true")
                + String.format(
                        "%-24s%-19s%-11s%-25s%-25s%s%n",
                        "k8s-staging-control-1",
                        "c555db3b0993326f",
                        "cp-1",
                        "https://10.20.0.11:2380",
                        "https://10.20.0.11:2379",
                        "false");
        controlPlane(cluster, CP_1).talos(CP_1, "etcd members", TalosOutput.ok(table));

        assertThat(Turn.identity(step, about(cluster, "cp-2"))).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, about(cluster, "cp-2")).commands())
                .extracting(Command::line)
                .containsExactly(FakeCluster.talosLine(CP_1, "etcd remove-member 8a94def43f7181ef"));
    }

    /** siderolabs/talos#3340: the removal by name hit the node that was asked, whose etcd was gone after it. */
    @Test
    void aMemberIsRemovedByItsIdThroughAnotherNode() {
        members(row(ID, "cp-3", "https://10.20.0.13:2380", "false"));

        assertThat(Turn.plan(step, about(cluster, "cp-3")).commands())
                .extracting(Command::line)
                .containsExactly(FakeCluster.talosLine(CP_1, "etcd remove-member " + ID))
                .noneMatch(line -> line.contains("cp-3") || line.contains("10.20.0.13"));
    }

    /** siderolabs/cluster-api-control-plane-provider-talos#150: four nodes, and one that is a member no more. */
    @Test
    void aMemberOfNoControlPlaneIsNamedWithItsRemoval() {
        members(row(ID, "cp-3", "https://10.20.0.13:2380", "false")
                + row("74e4edebce0e8271", "talos-w2i-mhs", "https://10.20.0.19:2380", "false"));

        assertThat(Turn.check(new AwaitMember(), about(cluster, "cp-3")).message())
                .isEqualTo("etcd has 4 members, the inventory has 3 control planes; 74e4edebce0e8271, talos-w2i-mhs at"
                        + " https://10.20.0.19:2380. If it is left over, remove it: "
                        + FakeCluster.talosLine(CP_1, "etcd remove-member 74e4edebce0e8271"));
    }

    private static String row(String id, String hostname, String peer, String learner) {
        return TalosOutput.row(CP_1, id, String.format("%-14s", hostname), peer, "", learner);
    }

    /** Of cp-1 and cp-2, and these. */
    private void members(String rows) {
        String table =
                TalosOutput.row(CP_1, "ID", String.format("%-14s", "HOSTNAME"), "PEER URLS", "CLIENT URLS", "LEARNER")
                                .replaceFirst(CP_1, "NODE      ")
                        + row("8e9e05c521646941", "cp-1", "https://10.20.0.11:2380", "false")
                        + row("8e9e05c521646942", "cp-2", "https://10.20.0.12:2380", "false")
                        + rows;
        controlPlane(cluster, CP_1).talos(CP_1, "etcd members", TalosOutput.ok(table));
        controlPlane(cluster, CP_2).talos(CP_2, "etcd members", TalosOutput.ok(table));
    }
}
