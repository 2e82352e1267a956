package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Stage;
import java.nio.file.Files;
import java.time.Duration;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code talosctl apply-config}. */
final class TalosApply {

    static final String FLAGS =
            "file,f= mode,m= insecure,i dry-run cert-fingerprint= config-patch,p= timeout= config-try-timeout=";

    private TalosApply() {}

    static CommandOutcome apply(TalosCall call) {
        var given = call.flags().value("file", "");
        if (given.isEmpty()) {
            return CommandOutcome.failed("no filename supplied for configuration");
        }
        var mode = call.flags().value("mode", "auto");
        if (!mode.matches("auto|no-reboot|reboot|staged|try")) {
            throw new Usage(
                    "invalid argument \"%s\" for \"-m, --mode\" flag: must be one of auto, no-reboot, reboot, staged, try"
                            .formatted(mode));
        }
        var file = call.call().path(given);
        if (!Files.isRegularFile(file)) {
            return CommandOutcome.failed(
                    "failed to read configuration from \"%1$s\": open %1$s: no such file or directory"
                            .formatted(given));
        }
        try {
            var config = YamlFiles.first(file);
            return call.each(
                    machine -> take(call, machine, Json.text(config, "machine", "ca", "crt"), name(config, machine)));
        } catch (YamlEngineException e) {
            return TalosCall.rpc("InvalidArgument", "failed to parse config: yaml: " + e.getMessage());
        }
    }

    /** A configuration without a name takes the one the network gives the machine. */
    private static String name(com.fasterxml.jackson.databind.JsonNode config, Machine machine) {
        var name = Json.text(config, "machine", "network", "hostname");
        return name.isEmpty() ? machine.name() : name;
    }

    private static CommandOutcome take(TalosCall call, Machine machine, String authority, String name) {
        if (authority.isEmpty()) {
            return CommandOutcome.failed(
                    "error applying new configuration: rpc error: code = InvalidArgument desc = failed to"
                            + " validate config: 1 error occurred:\n\t* issuing CA or some accepted CA is required\n");
        }
        if (call.flags().on("dry-run", false)) {
            return CommandOutcome.ok("")
                    .saying("Dry run summary:\nNode is running in maintenance mode and does not have a config yet.\n");
        }
        if (machine.stage() == Stage.MAINTENANCE) {
            machine.install(authority, name, call.call().now());
            return CommandOutcome.ok("").after(Duration.ofSeconds(3));
        }
        return CommandOutcome.ok("")
                .saying("Applied configuration without a reboot\n")
                .after(Duration.ofSeconds(3));
    }
}
