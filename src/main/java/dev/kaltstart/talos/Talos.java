package dev.kaltstart.talos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Talos nodes of one cluster, through talosctl. Every query has its own short time-out. */
public record Talos(Cluster cluster) {

    private static final Duration QUESTION = Duration.ofSeconds(10);

    /** None of these commands waits for its effect, so a longer run is a hang. */
    private static final Duration ORDER = Duration.ofSeconds(30);

    /** It uploads the snapshot. */
    private static final Duration BOOTSTRAP = Duration.ofMinutes(5);

    private static final String WIPE = "--system-labels-to-wipe";

    /** The Talos version; the simplest query. */
    public Answer<String> version(Node node) {
        return ask(node, "version").read("its version", TalosText::serverVersion);
    }

    /** Stage of a configured machine. */
    public Answer<String> stage(Node node) {
        return resources(node, "machinestatus").read("a machine status", TalosText::stage);
    }

    /** Stage of a machine in maintenance mode; a configured one refuses. */
    Answer<String> stageInsecure(Node node) {
        return resources(node, "machinestatus", "--insecure").read("a machine status", TalosText::stage);
    }

    public Answer<MachineUuid> uuid(Node node) {
        return resources(node, "systeminformation").read("system information", TalosText::uuid);
    }

    /** The name under which the machine is registered in Kubernetes. */
    Answer<NodeName> nodeName(Node node) {
        return resources(node, "nodename").read("the name of its node", TalosText::nodeName);
    }

    Answer<Role> role(Node node) {
        return resources(node, "machinetype").read("its role", TalosText::role);
    }

    /** Hardware addresses of the interfaces in use. */
    Answer<List<String>> connectedMacs(Node node) {
        return resources(node, "links").read("its links", text -> Optional.of(TalosText.connectedMacs(text)));
    }

    /** Works on a configured machine and in maintenance mode. */
    Answer<MachineUuid> uuidAnyhow(Node node) {
        var insecure = resources(node, "systeminformation", "--insecure").read("its UUID", TalosText::uuid);
        return insecure.given() || insecure.silent() ? insecure : uuid(node);
    }

    Answer<List<String>> diskSerialsInsecure(Node node) {
        return resources(node, "disks", "--insecure").read("disks", text -> Optional.of(TalosText.serials(text)));
    }

    /** On which disk a configured machine is installed. */
    Answer<SystemDisk> systemDisk(Node node) {
        Answer<String> path = resources(node, "systemdisk").read("its system disk", TalosText::devicePath);
        List<JsonNode> disks = path.given()
                ? resources(node, "disks")
                        .read("disks", text -> Optional.of(TalosText.specs(text)))
                        .value()
                        .orElse(List.of())
                : List.of();
        return path.read("its system disk", found -> Optional.of(SystemDisk.of(found, disks)));
    }

    /** Makes a machine in maintenance mode forget an installation, down to its boot partition. */
    Command forgetDisk(Node node, String path) {
        return TalosCommand.on(
                cluster,
                node,
                "wipe",
                "disk",
                path.substring(path.lastIndexOf('/') + 1),
                "--insecure",
                "--skip-volume-check",
                "--drop-partition");
    }

    /** Hostname according to the discovery service; empty when discovery is off. */
    Answer<Optional<String>> hostname(Node node) {
        return resources(node, "members").read("members", text -> Optional.of(TalosText.hostname(text, node)));
    }

    /** The addresses of each machine that the discovery service knows. */
    Answer<List<List<String>>> memberAddresses(Node node) {
        return resources(node, "members").read("members", text -> Optional.of(TalosText.memberAddresses(text)));
    }

    /** State of the etcd service: {@code Preparing} while it waits for its bootstrap. */
    public Answer<String> etcdState(Node node) {
        return ask(node, "service", "etcd").read("the state of etcd", TalosText::serviceState);
    }

    /** Hardware addresses of the interfaces in use, of a machine in maintenance mode. */
    Answer<List<String>> macsInsecure(Node node) {
        return resources(node, "links", "--insecure")
                .read("its links", text -> Optional.of(TalosText.connectedMacs(text)));
    }

    /** The etcd members as this node lists them. */
    public Answer<EtcdMembers> members(Node node) {
        return ask(node, "etcd", "members").read("a table of etcd members", EtcdMembers::parse);
    }

    private Answer<String> resources(Node node, String type, String... more) {
        var words = new ArrayList<>(List.of("get", type, "-o", "json"));
        words.addAll(List.of(more));
        return ask(node, words.toArray(String[]::new));
    }

    private Answer<String> ask(Node node, String... words) {
        Result result =
                cluster.looking().run(TalosCommand.on(cluster, node, words).within(QUESTION));
        if (TalosText.neverAsked(result)) {
            throw new Cluster.UnusableCredentials("talosctl cannot use "
                    + cluster.inventory().tools().talosconfig() + ": " + TalosText.line(result.error()));
        }
        return TalosText.answer(result);
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

    /** @param snapshot of etcd to begin with; null for an empty one */
    public Command bootstrap(Node node, @Nullable Path snapshot) {
        Command command = TalosCommand.on(cluster, node, "bootstrap");
        return (snapshot == null ? command : command.plus("--recover-from=" + snapshot)).within(BOOTSTRAP);
    }

    public Command kubeconfig(Node node, Path file) {
        return TalosCommand.on(cluster, node, "kubeconfig", file.toString(), "--force", "--merge=false")
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

    public Result order(Command command) {
        return cluster.shell().run(command);
    }
}
