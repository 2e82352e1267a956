package dev.kaltstart.talos.ca;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import dev.kaltstart.talos.TalosCommand;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * A person replaces the CAs: talosctl prints the private keys of the old and the new CA, also in a dry run, so its output must not
 * pass through Kaltstart (src: siderolabs/talos, pkg/rotate/pki/talos/talos.go).
 */
@Component
class ReplaceCa extends HumanTask {

    @Override
    public Brief brief(Run run) {
        Cluster cluster = run.cluster();
        Inventory inventory = cluster.inventory();
        String bundle = Objects.toString(inventory.machineSecrets(), "the secrets bundle");
        String talosconfig = inventory.tools().talosconfig().toString();
        return new Brief(
                "Client certificates cannot be revoked: a leaked talosconfig or kubeconfig is refused only when its CA is replaced."
                        + " talosctl replaces the CAs of the Talos API and of the Kubernetes API while the cluster runs. It prints"
                        + " their private keys, so run it in a terminal of your own.",
                List.of(
                        "umask 077 && mkdir -p ca-rotation && cd ca-rotation",
                        TalosCommand.credentials(cluster),
                        "# 1. a dry run: every node must be listed. The file has private keys in it",
                        rotate(cluster, "--dry-run=true") + " > dry-run.txt; grep -E 'nodes:|error' dry-run.txt",
                        "# 2. the Talos API, then use the new talosconfig",
                        rotate(
                                        cluster,
                                        "--dry-run=false",
                                        "--talos=true",
                                        "--kubernetes=false",
                                        "-o",
                                        "talosconfig.new")
                                + " > talos.txt",
                        Command.of("cp", "talosconfig.new", talosconfig).line(),
                        "# 3. the Kubernetes API, and a new kubeconfig",
                        rotate(cluster, "--dry-run=false", "--talos=false", "--kubernetes=true") + " > kubernetes.txt",
                        first(cluster)
                                + Command.of(
                                                "kubeconfig",
                                                "--force",
                                                inventory.tools().kubeconfig().toString())
                                        .line(),
                        "# 4. put certs.os and certs.k8s as printed under 'New Talos CA' and 'New Kubernetes CA' into the bundle, commit,"
                                + " push",
                        Command.of("sops", inventory.root().resolve(bundle).toString())
                                .line(),
                        "# 5. render the machine configurations again: no CA may differ, or the next apply brings back the old one",
                        first(cluster) + "apply-config --dry-run --file MACHINE_CONFIG",
                        "# 6. remove the files with the keys",
                        "cd .. && find ca-rotation -type f -exec shred -u {} + && rmdir ca-rotation"),
                "Every node answers with the new talosconfig, kubectl works with the new kubeconfig, and the dry run of apply-config"
                        + " shows no difference in a CA.",
                "The old talosconfig is refused with a certificate error. Not replaced by this: the CAs of etcd and of the aggregator,"
                        + " the key of service accounts, the bootstrap and trustd tokens. They need an edit of the machine"
                        + " configuration; decide whether the leak reaches them.");
    }

    /** On one control plane, which reaches the others; all nodes are named, so that none is left out. */
    private static String rotate(Cluster cluster, String... flags) {
        return first(cluster)
                + Command.of("rotate-ca")
                        .plus("--control-plane-nodes=" + addresses(cluster, true))
                        .plus(workers(cluster))
                        .plus(flags)
                        .line();
    }

    private static String[] workers(Cluster cluster) {
        String workers = addresses(cluster, false);
        return workers.isEmpty() ? new String[0] : new String[] {"--worker-nodes=" + workers};
    }

    private static String first(Cluster cluster) {
        String address = cluster.inventory().controlPlanes().stream()
                .map(Node::address)
                .filter(TalosCommand::isAddress)
                .findFirst()
                .orElse("CONTROL_PLANE");
        return "talosctl -n " + address + " -e " + address + " ";
    }

    private static String addresses(Cluster cluster, boolean controlPlanes) {
        return cluster.inventory().nodes().stream()
                .filter(node -> node.controlPlane() == controlPlanes)
                .map(Node::address)
                .filter(TalosCommand::isAddress)
                .collect(Collectors.joining(","));
    }
}
