package dev.kaltstart.talos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode.Machine;
import dev.kaltstart.lab.TalosResources;
import dev.kaltstart.shell.Result;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine is a node when it says so itself, under the cluster's certificates. */
class ProvenMachineTest {

    private static final Instant NOW = Instant.parse("2026-11-29T14:05:00Z");
    private static final String CP_1 = "10.20.0.11";

    private final FakeCluster cluster = FakeCluster.homelab();

    @BeforeEach
    void theRealOutput() {
        TalosResources.TYPES.forEach(
                type -> cluster.talos(CP_1, "get " + type + " -o json", TalosOutput.ok(TalosResources.json(type))));
        cluster.talos(CP_1, "version", TalosOutput.version());
    }

    @Test
    void readsWhatTheMachineSays() {
        assertThat(at("cp-1"))
                .isEqualTo(new ProvenMachine(
                        new Machine(
                                NOW,
                                "cp-1",
                                Role.CONTROL_PLANE,
                                CP_1,
                                new MachineUuid("4c4c4544-0042-3510-8051-b7c04f4e3532"),
                                "6c:4b:90:11:22:33",
                                "/dev/nvme0n1",
                                "S4EVNX0R000012",
                                "v1.13.6"),
                        ""));
    }

    /** Attack: a Node object, or a kubelet, names the address of another node. */
    @Test
    void anotherNodesMachineProvesNothing() {
        assertThat(at("evil")).isEqualTo(new ProvenMachine(null, "the machine at 10.20.0.11 is the node cp-1"));
    }

    /** Attack: a machine of another cluster, or of none, at the address. */
    @Test
    void aForeignCertificateProvesNothing() {
        cluster.talos(CP_1, "get nodename -o json", TalosOutput.unknownAuthority());

        assertThat(at("cp-1").machine()).isNull();
        assertThat(at("cp-1").message()).contains("the machine at 10.20.0.11 answers with an error", "x509");
    }

    @Test
    void aSilentMachineProvesNothing() {
        cluster.talos(CP_1, "get nodename -o json", TalosOutput.unreachable());

        assertThat(at("cp-1").machine()).isNull();
        assertThat(at("cp-1").message()).contains("does not answer");
    }

    @Test
    void aMachineThatDoesNotSayItsRoleIsNotTakenForOne() {
        cluster.talos(CP_1, "get machinetype -o json", TalosOutput.ok("{\"spec\": \"unknown\"}\n"));

        assertThat(at("cp-1"))
                .isEqualTo(new ProvenMachine(null, "the machine at 10.20.0.11 answers, but not with its role"));
    }

    @Test
    void whatElseItDoesNotSayIsUnknown() {
        for (String type : new String[] {"members", "systeminformation", "systemdisk", "disks", "links"}) {
            cluster.talos(CP_1, "get " + type + " -o json", TalosOutput.unreachable());
        }

        assertThat(at("cp-1").machine())
                .isEqualTo(new Machine(NOW, "cp-1", Role.CONTROL_PLANE, CP_1, null, null, null, null, "v1.13.6"));
    }

    @Test
    void ofTwoCardsInUseNeitherIsMeant() {
        cluster.talos(
                CP_1,
                "get links -o json",
                TalosOutput.ok(TalosResources.json("links").replace("\"linkState\": false", "\"linkState\": true")));

        assertThat(at("cp-1").machine())
                .satisfies(machine -> assertThat(machine.mac()).isNull());
    }

    /** Attack: text of a machine that would end a line or a quotation where a person pastes it. */
    @Test
    void aSerialNumberIsAPlainWord() {
        cluster.talos(
                CP_1,
                "get disks -o json",
                TalosOutput.ok(TalosResources.json("disks").replace("S4EVNX0R000012", "X\\\"; reboot #")));

        assertThat(at("cp-1").machine()).satisfies(machine -> {
            assertThat(machine.diskSerial()).isNull();
            assertThat(machine.disk()).isEqualTo("/dev/nvme0n1");
        });
    }

    @Test
    void unusableCredentialsAreSaid() {
        cluster.talos(
                CP_1,
                "get nodename -o json",
                Result.exited(1, "", "error constructing client: failed to determine endpoints\n"));

        assertThatThrownBy(() -> at("cp-1")).isInstanceOf(Cluster.UnusableCredentials.class);
    }

    private ProvenMachine at(String name) {
        return ProvenMachine.at(
                cluster, new NodeName(name), IpAddress.parse(CP_1).orElseThrow(), NOW);
    }
}
