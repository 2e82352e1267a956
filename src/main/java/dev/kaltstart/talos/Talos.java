package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nodes of one cluster, asked and told by talosctl. Every question has a short deadline of its own. */
record Talos(Cluster cluster) {

    private static final Duration QUESTION = Duration.ofSeconds(10);

    /** None of these waits for its effect, so what takes longer hangs. */
    private static final Duration ORDER = Duration.ofSeconds(30);

    private static final String WIPE = "--system-labels-to-wipe";

    /** The version it runs; the simplest question there is. */
    Answer<String> version(Node node) {
        return ask(node, "version").read("its version", TalosText::serverVersion);
    }

    /** Stage of a machine that has a configuration of this cluster. */
    Answer<String> stage(Node node) {
        return resources(node, "machinestatus").read("a machine status", TalosText::stage);
    }

    /** Stage of a machine without a configuration; one that has one refuses to say. */
    Answer<String> stageInsecure(Node node) {
        return resources(node, "machinestatus", "--insecure").read("a machine status", TalosText::stage);
    }

    Answer<MachineUuid> uuid(Node node) {
        return resources(node, "systeminformation").read("system information", TalosText::uuid);
    }

    /** Of a machine in either state. */
    Answer<MachineUuid> uuidAnyhow(Node node) {
        var insecure = resources(node, "systeminformation", "--insecure").read("its UUID", TalosText::uuid);
        return insecure.given() || insecure.silent() ? insecure : uuid(node);
    }

    Answer<List<String>> diskSerialsInsecure(Node node) {
        return resources(node, "disks", "--insecure").read("disks", text -> Optional.of(TalosText.serials(text)));
    }

    /** The name it goes by among its peers; empty when discovery is switched off. */
    Answer<Optional<String>> hostname(Node node) {
        return resources(node, "members").read("members", text -> Optional.of(TalosText.hostname(text, node)));
    }

    /** The members of etcd as this node knows them. */
    Answer<EtcdMembers> members(Node node) {
        return ask(node, "etcd", "members").read("a table of etcd members", EtcdMembers::parse);
    }

    private Answer<String> resources(Node node, String type, String... more) {
        var words = new ArrayList<>(List.of("get", type, "-o", "json"));
        words.addAll(List.of(more));
        return ask(node, words.toArray(String[]::new));
    }

    private Answer<String> ask(Node node, String... words) {
        return TalosText.answer(
                cluster.looking().run(TalosCommand.on(cluster, node, words).within(QUESTION)));
    }

    Command reset(Node node, boolean graceful) {
        return TalosCommand.on(
                        cluster,
                        node,
                        "reset",
                        "--graceful=" + graceful,
                        "--reboot",
                        WIPE,
                        "STATE",
                        WIPE,
                        "EPHEMERAL",
                        "--wait=false")
                .within(ORDER);
    }

    Command removeMember(Node via, EtcdMembers.Member member) {
        return TalosCommand.on(cluster, via, "etcd", "remove-member", member.id())
                .within(ORDER);
    }

    Command applyConfig(Node node, Path file) {
        return TalosCommand.on(cluster, node, "apply-config", "--insecure", "-f", file.toString())
                .within(ORDER);
    }

    Result order(Command command) {
        return cluster.shell().run(command);
    }
}
