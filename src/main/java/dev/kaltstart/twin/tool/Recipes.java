package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The recipes of the cluster template, shared by its task runners. */
final class Recipes {

    private Recipes() {}

    private static Call talos(Call call) {
        var site = call.world().order().site();
        var root = call.world().repository();
        return call.in(root.resolve(site.talosDirectory()))
                .having(Map.of(
                        "TALOSCONFIG", root.resolve(site.talosconfig()).toString(),
                        "KUBECONFIG", root.resolve(site.kubeconfig()).toString()));
    }

    static CommandOutcome generateConfig(Call call) {
        return new Talhelper().run(talos(call).with("talhelper", List.of("genconfig")));
    }

    /** Its precondition asks the node for its configuration, which a node in maintenance mode refuses. */
    static boolean reachable(Call call, String address) {
        var asked =
                new Talosctl().run(talos(call).with("talosctl", List.of("--nodes", address, "get", "machineconfig")));
        return asked.exitCode() == 0;
    }

    static CommandOutcome applyNode(Call call, String address, String mode) {
        return call.world()
                .machineAt(address)
                .map(machine -> new Talosctl()
                        .run(talos(call)
                                .with(
                                        "talosctl",
                                        List.of(
                                                "apply-config",
                                                "-n",
                                                address,
                                                "-f",
                                                file(call.world(), machine),
                                                "-m",
                                                mode))))
                .orElseGet(() -> CommandOutcome.failed(
                        "node with IP or hostname \"%s\" not found in config file".formatted(address)));
    }

    private static String file(World world, Machine machine) {
        return world.repository().resolve(machine.blueprint().configFile()).toString();
    }

    static CommandOutcome reset(Call call, List<String> addresses) {
        var arguments = new ArrayList<>(List.of("reset", "-n", String.join(",", addresses), "--reboot"));
        arguments.addAll(List.of("--system-labels-to-wipe", "STATE", "--system-labels-to-wipe", "EPHEMERAL"));
        arguments.addAll(List.of("--graceful=false", "--wait=false"));
        return new Talosctl().run(talos(call).with("talosctl", arguments));
    }

    static List<String> everyNode(Call call) {
        return call.world().machines().stream().map(Machine::address).toList();
    }

    static CommandOutcome reconcile(Call call) {
        return new FluxCli()
                .run(talos(call)
                        .with(
                                "flux",
                                List.of(
                                        "--namespace",
                                        "flux-system",
                                        "reconcile",
                                        "kustomization",
                                        "flux-system",
                                        "--with-source")));
    }

    /** A list of tasks as JSON, as {@code task --list --json} writes it. */
    static String listed(Map<String, String> tasks) {
        var list = Json.object();
        var entries = list.putArray("tasks");
        tasks.forEach((name, message) -> entries.addObject().put("name", name).put("desc", message));
        return Json.pretty(list) + "\n";
    }
}
