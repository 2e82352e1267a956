package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Stage;
import dev.kaltstart.twin.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code talosctl get}: resources of Talos, one JSON object after the other. */
final class TalosGet {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("machinestatus", "MachineStatuses.runtime.talos.dev"),
            Map.entry("machinestatuses", "MachineStatuses.runtime.talos.dev"),
            Map.entry("systeminformation", "SystemInformations.hardware.talos.dev"),
            Map.entry("systeminformations", "SystemInformations.hardware.talos.dev"),
            Map.entry("disk", "Disks.block.talos.dev"),
            Map.entry("disks", "Disks.block.talos.dev"),
            Map.entry("systemdisk", "SystemDisks.block.talos.dev"),
            Map.entry("systemdisks", "SystemDisks.block.talos.dev"),
            Map.entry("member", "Members.cluster.talos.dev"),
            Map.entry("members", "Members.cluster.talos.dev"),
            Map.entry("machinetype", "MachineTypes.config.talos.dev"),
            Map.entry("machinetypes", "MachineTypes.config.talos.dev"),
            Map.entry("link", "LinkStatuses.net.talos.dev"),
            Map.entry("links", "LinkStatuses.net.talos.dev"),
            Map.entry("nodename", "Nodenames.kubernetes.talos.dev"),
            Map.entry("machineconfig", "MachineConfigs.config.talos.dev"),
            Map.entry("mc", "MachineConfigs.config.talos.dev"));

    /** Beside the disk that the repository names. */
    private static final String OTHER = "/dev/sdz";

    private TalosGet() {}

    static CommandOutcome get(TalosCall call) {
        var wanted = call.flags().word(0).toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            throw new Usage("accepts between 1 and 2 arg(s), received 0");
        }
        return call.each(machine -> {
            var type = TYPES.get(wanted);
            if (type == null) {
                return TalosCall.rpc("NotFound", "resource \"%s\" is not registered".formatted(wanted));
            }
            if (machine.stage() == Stage.MAINTENANCE && type.startsWith("MachineConfigs")) {
                return TalosCall.rpc("PermissionDenied", "not authorized");
            }
            return CommandOutcome.ok(printed(call, resources(call.world(), machine, type)));
        });
    }

    private static String printed(TalosCall call, List<ObjectNode> resources) {
        var text = new StringBuilder();
        switch (call.flags().value("output", "table")) {
            case "json" ->
                resources.forEach(one -> text.append(Json.pretty(one)).append('\n'));
            case "yaml" -> resources.forEach(one -> text.append("---\n").append(YamlFiles.write(one)));
            case "table" -> {
                var table = new Table().row("NODE", "NAMESPACE", "TYPE", "ID", "VERSION");
                resources.forEach(one -> table.row(
                        Json.text(one, "node"),
                        Json.text(one, "metadata", "namespace"),
                        Json.text(one, "metadata", "type").replaceFirst("s\\..*$", ""),
                        Json.text(one, "metadata", "id"),
                        Json.text(one, "metadata", "version")));
                text.append(table);
            }
            default ->
                throw new Usage("output format \"%s\" is not supported"
                        .formatted(call.flags().value("output", "")));
        }
        return text.toString();
    }

    private static List<ObjectNode> resources(World world, Machine machine, String type) {
        return switch (type.split("\\.")[0]) {
            case "MachineStatuses" -> List.of(resource(machine, "runtime", type, "machine", status(world, machine)));
            case "SystemInformations" ->
                List.of(resource(machine, "hardware", type, "systeminformation", hardware(machine)));
            case "Disks" -> disks(world, machine, type);
            case "SystemDisks" -> {
                var path = installed(world, machine);
                yield List.of(resource(
                        machine,
                        "runtime",
                        type,
                        "system-disk",
                        Json.object().put("diskID", path.replace("/dev/", "")).put("devPath", path)));
            }
            case "Nodenames" ->
                List.of(resource(machine, "k8s", type, "nodename", Json.object().put("nodename", machine.name())));
            case "MachineTypes" ->
                List.of(resource(machine, "config", type, "machine-type", TextNode.valueOf(role(machine))));
            case "LinkStatuses" -> List.of(loopback(machine, type), card(machine, type));
            case "MachineConfigs" -> List.of(resource(machine, "config", type, "v1alpha1", Json.object()));
            default -> members(world, machine, type);
        };
    }

    private static ObjectNode resource(Machine machine, String namespace, String type, String id, JsonNode spec) {
        var resource = Json.object();
        Json.within(resource, "metadata")
                .put("namespace", namespace)
                .put("type", type)
                .put("id", id)
                .put("version", 2)
                .put("phase", "running");
        resource.put("node", machine.address());
        resource.set("spec", spec);
        return resource;
    }

    private static ObjectNode status(World world, Machine machine) {
        var ready = machine.stage() == Stage.MAINTENANCE
                || machine.stage() == Stage.RUNNING && machine.kubeletRuns(world.pki());
        var spec = Json.object().put("stage", machine.stage().word());
        var status = Json.within(spec, "status").put("ready", ready);
        var unmet = status.putArray("unmetConditions");
        if (!ready) {
            unmet.addObject()
                    .put("name", "nodeReady")
                    .put("reason", "node \"%s\" status is not available yet".formatted(machine.name()));
        }
        return spec;
    }

    private static ObjectNode loopback(Machine machine, String type) {
        var spec = link("loopback", "").put("operationalState", "unknown").put("linkState", true);
        return resource(machine, "network", type, "lo", spec);
    }

    private static ObjectNode card(Machine machine, String type) {
        var declared = machine.blueprint().mac();
        var mac = declared != null
                ? declared
                : Arrays.stream(machine.uuid().replace("-", "").substring(0, 10).split("(?<=\\G..)"))
                        .collect(Collectors.joining(":", "02:", ""));
        var spec = link("ether", mac)
                .put("permanentAddr", mac)
                .put("operationalState", "up")
                .put("linkState", true)
                .put("driver", "virtio_net");
        return resource(machine, "network", type, "eno1", spec);
    }

    /** Without a kind, the link is a physical one. */
    private static ObjectNode link(String linkType, String mac) {
        return Json.object()
                .put("index", 1)
                .put("type", linkType)
                .put("flags", "UP,RUNNING")
                .put("hardwareAddr", mac)
                .put("mtu", 1500)
                .put("kind", "")
                .put("slaveKind", "");
    }

    private static String role(Machine machine) {
        return machine.controlPlane() ? "controlplane" : "worker";
    }

    private static ObjectNode hardware(Machine machine) {
        return Json.object()
                .put("manufacturer", "Twin Systems")
                .put("productName", "Homelab Node")
                .put("version", "1.0")
                .put("serialnumber", "TWIN-" + machine.uuid().substring(0, 8))
                .put("uuid", machine.uuid())
                .put("wakeUpType", "Power Switch")
                .put("skuNumber", "");
    }

    private static List<ObjectNode> disks(World world, Machine machine, String type) {
        var declared = declared(machine);
        var serial = machine.blueprint().serial();
        var disks = new ArrayList<ObjectNode>();
        disks.add(resource(machine, "runtime", type, declared.replace("/dev/", ""), disk(declared, serial)));
        if (!installed(world, machine).equals(declared)) {
            disks.add(resource(machine, "runtime", type, "sdz", disk(OTHER, "OLD" + serial)));
        }
        return disks;
    }

    private static String declared(Machine machine) {
        return Objects.requireNonNullElse(machine.blueprint().disk(), "/dev/nvme0n1");
    }

    private static String installed(World world, Machine machine) {
        var other = world.order().suffers(Fault.OTHER_DISK)
                && machine.name().equals(world.order().subject());
        return other ? OTHER : declared(machine);
    }

    private static ObjectNode disk(String path, String serial) {
        return Json.object()
                .put("dev_path", path)
                .put("size", 1_000_204_886_016L)
                .put("pretty_size", "1.0 TB")
                .put("model", "TWIN SSD 1TB")
                .put("serial", serial)
                .put("transport", "nvme")
                .put("rotational", false)
                .put("readonly", false);
    }

    private static List<ObjectNode> members(World world, Machine asked, String type) {
        if (asked.stage() == Stage.MAINTENANCE) {
            return List.of();
        }
        return world.machines().stream()
                .filter(machine -> machine.answers() && world.pki().equals(machine.pki()))
                .map(machine -> {
                    var spec = Json.object().put("nodeId", machine.uuid()).put("hostname", machine.talosName());
                    spec.putArray("addresses").add(machine.address());
                    spec.put("machineType", role(machine));
                    spec.put(
                            "operatingSystem",
                            "Talos (%s)".formatted(world.order().site().talosVersion()));
                    return resource(asked, "cluster", type, machine.name(), spec);
                })
                .toList();
    }
}
