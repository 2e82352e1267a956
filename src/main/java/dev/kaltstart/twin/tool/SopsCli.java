package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import java.nio.file.Files;
import java.util.List;

/**
 * {@code sops decrypt} of the machine secrets, without output. A rehearsal holds no keys: what is encrypted counts as
 * opened, unless the order says otherwise. Everything else is left to the real sops.
 */
final class SopsCli implements Tool {

    private static final String FLAGS = "extract= output=";
    private static final int NO_FILE = 100;
    private static final int NO_KEY = 128;

    /** Whether this only tries the keys, on the machine secrets of the world. */
    static boolean tries(World world, Command command) {
        String secrets = world.order().site().machineSecrets();
        List<String> arguments = command.arguments();
        return command.program().equals("sops")
                && secrets != null
                && !arguments.isEmpty()
                && arguments.get(0).equals("decrypt")
                && arguments.contains("/dev/null")
                && arguments
                        .get(arguments.size() - 1)
                        .equals(world.repository().resolve(secrets).toString());
    }

    @Override
    public CommandOutcome run(Call call) {
        try {
            var file = call.path(Flags.parse(call.arguments(), FLAGS).word(1));
            if (!Files.isRegularFile(file)) {
                return CommandOutcome.failed(
                        NO_FILE, "Error: cannot operate on non-existent file \"%s\"".formatted(file));
            }
            if (Json.text(YamlFiles.first(file).path("sops"), "mac").isEmpty()) {
                return CommandOutcome.failed("sops metadata not found");
            }
            return call.world().order().suffers(Fault.WRONG_AGE_KEY)
                    ? CommandOutcome.failed(NO_KEY, "Failed to get the data key required to decrypt the SOPS file.")
                    : CommandOutcome.ok("");
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        }
    }
}
