package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.life.SlowNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Stage;
import dev.kaltstart.twin.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A call of talosctl: whom it asks, with which credentials, and whether they answer. */
record TalosCall(Call call, Flags flags) {

    static final Duration GIVES_UP = Duration.ofSeconds(20);

    World world() {
        return call.world();
    }

    boolean insecure() {
        return flags.on("insecure", false);
    }

    Path talosconfig() {
        var given = flags.value("talosconfig", call.variable("TALOSCONFIG"));
        return call.path(given.isEmpty() ? ".talos/config" : given);
    }

    /** The context in use; missing when there is no such file. */
    JsonNode context() {
        var file = YamlFiles.first(talosconfig());
        return Json.at(file, "contexts", flags.value("context", Json.text(file, "context")));
    }

    /** The nodes that the command means: those named, else those of the talosconfig. */
    List<String> nodes() {
        var named = flags.list("nodes");
        if (!named.isEmpty() || insecure()) {
            return named;
        }
        var configured = new ArrayList<String>();
        context().path("nodes").forEach(node -> configured.add(node.asText()));
        return configured;
    }

    /** Runs something on every node; one that does not answer does not keep the others from it. */
    CommandOutcome each(Function<Machine, CommandOutcome> action) {
        var problem = credentials();
        if (problem.isPresent()) {
            return problem.get();
        }
        if (nodes().isEmpty() && insecure()) {
            return CommandOutcome.failed("failed to determine endpoints");
        }
        if (nodes().isEmpty()) {
            return CommandOutcome.failed(
                    "nodes are not set for the command: please use `--nodes` flag or configuration file to"
                            + " set the nodes to run the command against");
        }
        return nodes().stream()
                .map(node -> on(node, action))
                .reduce(CommandOutcome::then)
                .orElseThrow();
    }

    /** Only for commands that the real tool refuses to run on several nodes. */
    CommandOutcome single(String name, Function<Machine, CommandOutcome> action) {
        if (credentials().isEmpty() && nodes().size() > 1) {
            return CommandOutcome.failed("command \"%s\" is not supported with multiple nodes".formatted(name));
        }
        return each(action);
    }

    private Optional<CommandOutcome> credentials() {
        if (insecure()) {
            return Optional.empty();
        }
        if (context().isMissingNode()) {
            return Optional.of(CommandOutcome.failed("error constructing client: failed to determine endpoints"));
        }
        return Optional.empty();
    }

    private CommandOutcome on(String address, Function<Machine, CommandOutcome> action) {
        var machine = call.machineAt(address);
        machine.ifPresent(known -> SlowNode.lookedAt(world(), known.name()));
        return machine.map(this::refusal)
                .orElseGet(() -> Optional.of(silence(address)))
                .orElseGet(() -> action.apply(machine.orElseThrow()));
    }

    private Optional<CommandOutcome> refusal(Machine machine) {
        if (machine.stage() == Stage.MAINTENANCE) {
            return insecure()
                    ? Optional.empty()
                    : Optional.of(handshake("authentication handshake failed: tls: failed to verify certificate: x509:"
                            + " certificate signed by unknown authority"));
        }
        if (!machine.answers()) {
            return Optional.of(silence(machine.address()));
        }
        if (insecure()) {
            return Optional.of(handshake("error reading server preface: remote error: tls: certificate required"));
        }
        return Json.text(context(), "ca").equals(machine.pki())
                ? Optional.empty()
                : Optional.of(handshake("authentication handshake failed: tls: failed to verify certificate: x509:"
                        + " certificate signed by unknown authority"));
    }

    private static CommandOutcome handshake(String why) {
        return CommandOutcome.failed(unavailable("\"transport: " + why + "\""));
    }

    private static CommandOutcome silence(String address) {
        return CommandOutcome.failed(unavailable(
                        "\"transport: Error while dialing: dial tcp %s:50000: i/o timeout\"".formatted(address)))
                .after(GIVES_UP);
    }

    private static String unavailable(String why) {
        return "rpc error: code = Unavailable desc = connection error: desc = " + why;
    }

    static CommandOutcome rpc(String code, String why) {
        return CommandOutcome.failed("rpc error: code = %s desc = %s".formatted(code, why));
    }
}
