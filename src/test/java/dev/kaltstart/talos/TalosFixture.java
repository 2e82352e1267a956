package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosOutput.INSECURE;
import static dev.kaltstart.talos.TalosOutput.STATUS;
import static dev.kaltstart.talos.TalosOutput.SYSTEM;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.RecoveryFacts;
import java.util.List;

/** States that a node can be in, as talosctl sees them. */
final class TalosFixture {

    static final String UUID = "4c4c4544-0042-3510-8051-b7c04f4e3532";
    static final String OTHER_UUID = "11111111-2222-3333-4444-555555555555";
    static final String CP_1 = "10.20.0.11";
    static final String CP_2 = "10.20.0.12";
    static final String CP_3 = "10.20.0.13";
    static final String WK_1 = "10.20.0.21";

    private TalosFixture() {}

    /** The machine that the cluster knew before the failure. */
    static KnownMachines machines() {
        return KnownMachines.of(UUID);
    }

    static FakeRun about(FakeCluster cluster, String node) {
        return FakeRun.on(cluster).with(RecoveryFacts.NODE, new NodeName(node));
    }

    /** The same node as a repository describes it that knows another address. */
    static Node addressed(Node node, String address) {
        return new Node(
                node.name(),
                node.role(),
                List.of(address),
                node.mac(),
                node.disk(),
                node.diskSerial(),
                node.installerImage(),
                node.bootImage(),
                node.machineConfig(),
                node.source());
    }

    static FakeCluster running(FakeCluster cluster, String address) {
        return cluster.talos(address, "version", TalosOutput.version())
                .talos(address, STATUS, TalosOutput.status("running"))
                .talos(address, STATUS + INSECURE, TalosOutput.wantsCertificate())
                .talos(address, SYSTEM, TalosOutput.system(UUID))
                .talos(address, SYSTEM + INSECURE, TalosOutput.wantsCertificate());
    }

    static FakeCluster inMaintenance(FakeCluster cluster, String address, String uuid) {
        return cluster.talos(address, "version", TalosOutput.unknownAuthority())
                .talos(address, STATUS, TalosOutput.unknownAuthority())
                .talos(address, STATUS + INSECURE, TalosOutput.status("maintenance"))
                .talos(address, SYSTEM, TalosOutput.unknownAuthority())
                .talos(address, SYSTEM + INSECURE, TalosOutput.system(uuid));
    }

    static FakeCluster controlPlane(FakeCluster cluster, String address, String... members) {
        return cluster.talos(address, "version", TalosOutput.version())
                .talos(address, "etcd members", TalosOutput.members(members));
    }
}
