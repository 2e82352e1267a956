package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code topf}: exits with 2 when a dry run finds changes, and with 0 after every reset, successful or not. */
final class TopfCli implements Tool {

    private static final String FLAGS = "nodes-filter= output,o= dry-run confirm mode,m= skip-problematic-nodes full"
            + " graceful wait-for-maintenance auto-bootstrap validity= help,h"
            + " version,v";
    private static final int CHANGES = 2;

    @Override
    public CommandOutcome run(Call call) {
        try {
            var flags = Flags.parse(call.arguments(), FLAGS);
            if (flags.on("version", false)) {
                return CommandOutcome.ok("topf version 0.4.2 (Talos %s)\n"
                        .formatted(call.world().order().site().talosVersion()));
            }
            var chosen = chosen(call, flags);
            return switch (flags.word(0)) {
                case "nodes" -> nodes(call, flags, chosen);
                case "render" -> render(call, chosen);
                case "apply" -> apply(call, flags, chosen);
                case "reset" -> reset(call, flags, chosen);
                case "talosconfig" ->
                    CommandOutcome.ok(
                            RenderedFiles.talosconfig(call.world(), call.world().pki()));
                default -> CommandOutcome.failed("Error: unknown command \"%s\" for \"topf\"".formatted(flags.word(0)));
            };
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        } catch (PatternSyntaxException e) {
            return CommandOutcome.failed("Error: error parsing regexp: " + e.getDescription());
        }
    }

    private static List<Machine> chosen(Call call, Flags flags) {
        var filter = Pattern.compile(flags.value("nodes-filter", ""));
        return call.world().machines().stream()
                .filter(machine -> filter.matcher(machine.talosName()).find())
                .toList();
    }

    private static CommandOutcome nodes(Call call, Flags flags, List<Machine> chosen) {
        var table = new Table().row("HOST", "IP", "ROLE", "STAGE", "READY");
        var list = Json.MAPPER.createArrayNode();
        chosen.forEach(machine -> {
            var stage = reachable(machine) ? machine.stage().word() : "unreachable";
            var ready = machine.kubeletRuns(call.world().pki());
            table.row(
                    machine.talosName(),
                    machine.address(),
                    machine.controlPlane() ? "control-plane" : "worker",
                    stage,
                    ready);
            list.addObject()
                    .put("host", machine.talosName())
                    .put("ip", machine.address())
                    .put("stage", stage)
                    .put("ready", ready);
        });
        return CommandOutcome.ok("yaml".equals(flags.value("output", "")) ? YamlFiles.write(list) : table.toString());
    }

    private static boolean reachable(Machine machine) {
        return machine.answers() || machine.stage() == Stage.MAINTENANCE;
    }

    private static CommandOutcome render(Call call, List<Machine> chosen) {
        var world = call.world();
        chosen.forEach(machine -> Scratch.write(
                world.repository().resolve(machine.blueprint().configFile()),
                RenderedFiles.machineConfig(world, machine, world.pki())));
        return CommandOutcome.ok("");
    }

    private static CommandOutcome apply(Call call, Flags flags, List<Machine> chosen) {
        var silent = chosen.stream().filter(machine -> !reachable(machine)).toList();
        if (!silent.isEmpty() && !flags.on("skip-problematic-nodes", false)) {
            return CommandOutcome.failed("Error: pre-flight checks failed: node %s is not healthy"
                            .formatted(silent.get(0).name()))
                    .after(TalosCall.GIVES_UP);
        }
        var waiting = chosen.stream()
                .filter(machine -> machine.stage() == Stage.MAINTENANCE)
                .toList();
        if (flags.on("dry-run", false)) {
            return waiting.isEmpty()
                    ? CommandOutcome.ok("no changes\n")
                    : new CommandOutcome(
                            CHANGES, "changes: " + waiting.get(0).name() + "\n", "", Duration.ofSeconds(2), false);
        }
        unattended(call, flags);
        waiting.forEach(machine -> machine.install(call.world().pki(), machine.name(), call.now()));
        return CommandOutcome.ok("");
    }

    private static CommandOutcome reset(Call call, Flags flags, List<Machine> chosen) {
        unattended(call, flags);
        var labels = flags.on("full", true) ? Set.<String>of() : Set.of("STATE", "EPHEMERAL");
        chosen.stream().filter(Machine::answers).forEach(machine -> machine.reset(labels, true, call.now()));
        return CommandOutcome.ok("");
    }

    /** It prompts, and without a terminal prompts forever. */
    private static void unattended(Call call, Flags flags) {
        if (flags.on("confirm", true) && !"false".equals(call.variable("TOPF_CONFIRM"))) {
            throw new Unending();
        }
    }

    /** The program never ends by itself. */
    static final class Unending extends RuntimeException {}
}
