package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Command;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Command lines of talosctl. Nodes and endpoints are always set: without them talosctl uses those of the talosconfig,
 * and a generated talosconfig names every node of the cluster.
 */
public final class TalosCommand {

    /** An address of IP version 4 or 6; nothing that could be read as an option. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]+");

    private TalosCommand() {}

    /** @throws Failure.Fatal when the address of the node is not an IP address */
    public static Command on(Cluster cluster, Node node, String... arguments) {
        return on(cluster, List.of(node.address()), arguments);
    }

    /** @throws Failure.Fatal when no node is given or it is not an IP address */
    public static Command on(Cluster cluster, List<String> addresses, String... arguments) {
        if (addresses.isEmpty() || !addresses.stream().allMatch(TalosCommand::isAddress)) {
            throw new Failure.Fatal(
                    "NO_ADDRESS", "refused to run talosctl without the IP of a node: it would act on every node");
        }
        String nodes = String.join(",", addresses);
        return Command.of("talosctl", "-n", nodes, "-e", nodes)
                .plus(arguments)
                .with("TALOSCONFIG", cluster.inventory().tools().talosconfig().toString());
    }

    /** Whether commands can be sent there: to an IP address, and not to the name of a host. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() && IpAddress.parse(text).isPresent();
    }

    /** Asks no node: whether talosctl is installed. */
    public static Command clientVersion() {
        return Command.of("talosctl", "version", "--client");
    }

    /** The shell line that points talosctl to its credentials, for people. */
    public static String credentials(Cluster cluster) {
        return Command.of("export", "TALOSCONFIG=" + cluster.inventory().tools().talosconfig())
                .line();
    }
}
