package dev.kaltstart.talos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtcdMembersTest {

    private final Node first = FakeInventory.homelab().controlPlanes().get(0);

    @Test
    void readsTheTable() {
        var members = EtcdMembers.parse(
                        TalosOutput.members("cp-1", "cp-2", "cp-3*").output())
                .orElseThrow();

        assertThat(members.list()).extracting(EtcdMembers.Member::hostname).containsExactly("cp-1", "cp-2", "cp-3");
        assertThat(members.list()).extracting(EtcdMembers.Member::learner).containsExactly(false, false, true);
        assertThat(members.of(first)).extracting(EtcdMembers.Member::id).containsExactly("8e9e05c521646941");
        assertThat(members.majority()).isEqualTo(2);
    }

    @Test
    void readsAMemberThatHasNotStartedYet() {
        String text = TalosOutput.row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")
                + TalosOutput.row("10.20.0.12", "8e9e05c521646942", "", "https://10.20.0.11:2380", "", "true");

        var member = EtcdMembers.parse(text).orElseThrow().list().get(0);

        assertThat(member.hostname()).isEmpty();
        assertThat(member.learner()).isTrue();
        assertThat(member.named(first)).isFalse();
        assertThat(member.at(first)).isTrue();
    }

    @Test
    void readsATableWithoutTheColumnOfTheNode() {
        String text = "ID                 HOSTNAME   PEER URLS                 CLIENT URLS\n"
                + "8e9e05c521646941   cp-1       https://10.20.0.11:2380   https://10.20.0.11:2379\n";

        assertThat(EtcdMembers.parse(text).orElseThrow().of(first)).hasSize(1);
    }

    @Test
    void knowsAMemberByWhatTalosCallsTheNode() {
        Node node = new Node(
                new NodeName("cp-1"),
                "CP-1.home.arpa",
                Role.CONTROL_PLANE,
                List.of("fd00:20::11"),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                "clusterconfig/home-CP-1.home.arpa.yaml",
                "talconfig.yaml:1");
        String text = TalosOutput.row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")
                + TalosOutput.row(
                        "fd00:20::12", "8e9e05c521646941", "CP-1", "https://[FD00:20:0::11]:2380", "", "false")
                + TalosOutput.row(
                        "fd00:20::12", "8e9e05c521646942", "CP-11", "https://[fd00:20::12]:2380", "", "false");

        var member = EtcdMembers.parse(text).orElseThrow().of(node);

        assertThat(member).extracting(EtcdMembers.Member::id).containsExactly("8e9e05c521646941");
        assertThat(member.get(0).named(node)).isTrue();
        assertThat(member.get(0).at(node)).isTrue();
    }

    @Test
    void refusesToGuess() {
        assertThat(EtcdMembers.parse("")).isEmpty();
        assertThat(EtcdMembers.parse("WARNING: 1 error occurred")).isEmpty();
        assertThat(EtcdMembers.parse(TalosOutput.row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER")))
                .isEmpty();
        assertThat(EtcdMembers.parse(TalosOutput.members("cp-1").output() + "rpc error: something broke\n"))
                .isEmpty();
    }
}
