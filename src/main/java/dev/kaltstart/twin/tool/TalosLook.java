package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** {@code talosctl version}, {@code config info} and {@code kubeconfig}. */
final class TalosLook {

    private TalosLook() {}

    static CommandOutcome version(TalosCall call) {
        var tag = call.world().order().site().talosVersion();
        var client = call.flags().on("short", false) ? "Talos " + tag + "\n" : block(tag, "linux/amd64");
        if (call.flags().on("client", false)) {
            return CommandOutcome.ok("Client:\n" + client);
        }
        var server = call.each(machine -> CommandOutcome.ok(node(machine, tag)));
        var answered = !server.output().isEmpty();
        // one node that answers is enough for a zero: the others are warnings
        return new CommandOutcome(
                answered ? 0 : server.exitCode(),
                "Client:\n" + client + "Server:\n" + server.output(),
                answered ? server.error() : server.error().replaceFirst("^rpc", "error getting version: rpc"),
                server.takes(),
                false);
    }

    private static String node(Machine machine, String tag) {
        return "\tNODE:        " + machine.address() + "\n" + block(tag, "linux/amd64") + "\tEnabled:     RBAC\n";
    }

    private static String block(String tag, String platform) {
        return "\tTag:         %s\n\tSHA:         5b4a2c1e\n\tBuilt:       \n\tGo version:  go1.26.1\n\tOS/Arch:     %s\n"
                .formatted(tag, platform);
    }

    static CommandOutcome configInfo(TalosCall call) {
        var context = call.context();
        if (context.isMissingNode()) {
            return CommandOutcome.failed("no context is set");
        }
        var info = Json.object().put("context", Json.text(YamlFiles.first(call.talosconfig()), "context"));
        info.set("nodes", context.path("nodes"));
        info.set("endpoints", context.path("endpoints"));
        info.putArray("roles").add("os:admin");
        if ("json".equals(call.flags().value("output", "text"))) {
            return CommandOutcome.ok(Json.pretty(info) + "\n");
        }
        return CommandOutcome.ok(new Table()
                .row("Current context:", Json.text(info, "context"))
                .row("Nodes:", joined(info.path("nodes")))
                .row("Endpoints:", joined(info.path("endpoints")))
                .row("Roles:", "os:admin")
                .toString());
    }

    private static String joined(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(entry -> words.add(entry.asText()));
        return words.isEmpty() ? "not defined" : String.join(", ", words);
    }

    static CommandOutcome kubeconfig(TalosCall call) {
        return call.single("kubeconfig", machine -> {
            if (!machine.controlPlane()) {
                return TalosCall.rpc("Unimplemented", "kubeconfig is only available on control plane nodes");
            }
            var target = call.flags().word(0);
            var source = call.world()
                    .repository()
                    .resolve(call.world().order().site().kubeconfig());
            return target.equals("-")
                    ? CommandOutcome.ok(read(source))
                    : written(source, call.call().path(target), call.flags().on("force", false));
        });
    }

    private static CommandOutcome written(Path source, Path given, boolean force) {
        var target = Files.isDirectory(given) ? given.resolve("kubeconfig") : given;
        if (Files.exists(target) && !force) {
            return CommandOutcome.ok("");
        }
        if (!target.equals(source)) {
            Scratch.write(target, read(source));
        }
        return CommandOutcome.ok("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
