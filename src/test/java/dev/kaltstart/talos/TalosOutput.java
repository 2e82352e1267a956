package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Result;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What talosctl 1.13 writes. */
final class TalosOutput {

    static final String STATUS = "get machinestatus -o json";
    static final String SYSTEM = "get systeminformation -o json";
    static final String INSECURE = " --insecure";

    private TalosOutput() {}

    static Result version() {
        return ok("""
                Client:
                	Tag:         v1.13.9
                	SHA:         ad882317
                	Go version:  go1.25.1
                	OS/Arch:     linux/amd64
                Server:
                	NODE:        10.20.0.21
                	Tag:         v1.13.6
                	SHA:         0f6b1e3c
                	OS/Arch:     linux/amd64
                	Enabled:     RBAC
                """);
    }

    /** The part about the server begins even when there is none. */
    static Result unreachable() {
        return Result.exited(
                1,
                "Client:\n\tTag:         v1.13.9\nServer:\n",
                "error getting version from node 10.20.0.21: rpc error: code = Unavailable desc = connection error:"
                        + " desc = \"transport: Error while dialing: dial tcp 10.20.0.21:50000: connect: no route to"
                        + " host\"\n");
    }

    /** A configured node wants to see a certificate. */
    static Result wantsCertificate() {
        return Result.exited(
                1,
                "",
                "rpc error: code = Unavailable desc = connection error: desc = \"error reading server preface: remote"
                        + " error: tls: certificate required\"\n");
    }

    /** A machine in maintenance mode has an unknown certificate. */
    static Result unknownAuthority() {
        return Result.exited(
                1,
                "",
                "rpc error: code = Unavailable desc = connection error: desc = \"transport: authentication handshake"
                        + " failed: tls: failed to verify certificate: x509: certificate signed by unknown authority\"\n");
    }

    static Result status(String stage) {
        return ok(resource("MachineStatuses.runtime.talos.dev", "machine", "\"stage\": \"" + stage + "\""));
    }

    static Result system(String uuid) {
        return ok(resource(
                "SystemInformations.hardware.talos.dev",
                "systeminformation",
                "\"manufacturer\": \"LENOVO\", \"uuid\": \"" + uuid + "\""));
    }

    static Result disks(String... serials) {
        return ok(Arrays.stream(serials)
                .map(serial -> resource("Disks.block.talos.dev", serial, "\"serial\": \"" + serial + "\""))
                .collect(Collectors.joining()));
    }

    static Result systemDisk(String path) {
        return ok(resource(
                "SystemDisks.block.talos.dev",
                "system-disk",
                "\"diskID\": \"" + path.replace("/dev/", "") + "\", \"devPath\": \"" + path + "\""));
    }

    /** @param links other paths of the disk, as they are in the array */
    static Result disk(String path, String serial, String links) {
        return ok(resource(
                "Disks.block.talos.dev",
                path.replace("/dev/", ""),
                "\"dev_path\": \"" + path + "\", \"serial\": \"" + serial + "\", \"symlinks\": [" + links + "]"));
    }

    static Result hostnames(Node... nodes) {
        return ok(Arrays.stream(nodes)
                .map(node -> resource(
                        "Members.cluster.talos.dev",
                        node.name().value(),
                        "\"addresses\": [\"" + node.address() + "\"], \"hostname\": \"" + node.name() + "\""))
                .collect(Collectors.joining()));
    }

    private static String resource(String type, String id, String spec) {
        return """
                {
                    "metadata": {"namespace": "runtime", "type": "%s", "id": "%s", "version": 3},
                    "node": "10.20.0.21",
                    "spec": {%s}
                }
                """.formatted(type, id, spec);
    }

    /** A table of voters; a node that is given with a trailing star is a learner. */
    static Result members(String... nodes) {
        var table = new StringBuilder(row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER"));
        for (String node : nodes) {
            String name = node.replace("*", "");
            String address = "10.20.0.1" + name.substring(name.length() - 1);
            table.append(row(
                    "10.20.0.11",
                    "8e9e05c52164694" + name.substring(name.length() - 1),
                    name,
                    "https://" + address + ":2380",
                    "https://" + address + ":2379",
                    String.valueOf(node.endsWith("*"))));
        }
        return ok(table.toString());
    }

    static String row(String node, String id, String hostname, String peers, String clients, String learner) {
        return String.format(Locale.ROOT, "%-13s%-19s%-11s%-26s%-26s%s%n", node, id, hostname, peers, clients, learner);
    }

    static Result ok(String output) {
        return Result.exited(0, output, "");
    }
}
