package dev.kaltstart.talos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.lab.TalosResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where else a machine of the cluster may be. */
class TalosMembersTest {

    private static final IpAddress CP_1 = IpAddress.parse("10.20.0.11").orElseThrow();

    @TempDir
    private Path directory;

    @Test
    void readsWhatTheRealToolWrites() {
        assertThat(TalosMembers.of(answering(TalosResources.json("members")), CP_1))
                .extracting(IpAddress::value)
                .containsExactly("10.20.0.11", "10.20.0.21");
    }

    /** A control plane with two addresses: one may be shared, and belong to another one tomorrow. */
    @Test
    void takesNoAddressThatMayBeShared() {
        var shared = TalosResources.json("members")
                .replaceAll("(?m)^( +)\"10\\.20\\.0\\.11\"$", "$1\"10.20.0.11\", \"10.20.0.10\"");
        var dual = shared.replaceAll(
                "(?m)^( +)\"10\\.20\\.0\\.21\"$", "$1\"fd00:20::21\", \"10.20.0.21\", \"fe80::1\", \"--nodes\"");
        assertThat(dual).contains("10.20.0.10", "--nodes");

        assertThat(TalosMembers.of(answering(dual), CP_1))
                .extracting(IpAddress::value)
                .containsExactly("10.20.0.21");
    }

    @Test
    void knowsNoMemberWithoutAnAnswer() {
        assertThat(TalosMembers.of(FakeCluster.homelab(), CP_1)).isEmpty();
    }

    @Test
    void theTalosconfigNamesWhomToAsk() throws IOException {
        var file = Files.writeString(directory.resolve("talosconfig"), """
                context: garage
                contexts:
                  other: { endpoints: [10.9.9.9] }
                  garage: { endpoints: [10.20.0.11, 127.0.0.1, api.example, "--insecure", 10.20.0.11, 7], ca: x }
                """);

        assertThat(TalosMembers.endpoints(with(file)))
                .extracting(IpAddress::value)
                .containsExactly("10.20.0.11");
        assertThat(TalosMembers.endpoints(with(directory.resolve("none")))).isEmpty();
        assertThat(TalosMembers.endpoints(with(Files.writeString(file, "context: ["))))
                .isEmpty();
    }

    private static FakeCluster answering(String members) {
        return FakeCluster.homelab().talos(CP_1.value(), "get members -o json", TalosOutput.ok(members));
    }

    private static FakeCluster with(Path talosconfig) {
        var inventory = FakeInventory.homelab();
        var tools = inventory.tools();
        return new FakeCluster(FakeInventory.with(
                inventory,
                new Inventory.Tools(
                        tools.runner(), tools.talosTool(), tools.kubeconfig(), talosconfig, tools.ageKey())));
    }
}
