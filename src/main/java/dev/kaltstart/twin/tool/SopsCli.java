package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code sops decrypt} without output, and {@code sops exec-file} for kubectl, which applies a Secret. A rehearsal holds no
 * keys: what is encrypted counts as opened, unless the order says otherwise. Everything else is left to the real sops.
 */
final class SopsCli implements Tool {

    private static final String FLAGS = "extract= output=";
    private static final int NO_FILE = 100;
    private static final int NO_KEY = 128;

    /** Whether this only tries the keys, or hands an opened file on, for a file of the twin's repository. */
    static boolean tries(World world, Command command) {
        List<String> arguments = command.arguments();
        if (!command.program().equals("sops") || arguments.size() < 2) {
            return false;
        }
        boolean decrypts = arguments.get(0).equals("decrypt") && arguments.contains("/dev/null");
        String file = arguments.get(decrypts ? arguments.size() - 1 : 1);
        return (decrypts || arguments.get(0).equals("exec-file"))
                && Path.of(file).normalize().startsWith(world.repository());
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
            if (call.world().order().suffers(Fault.WRONG_AGE_KEY)) {
                return CommandOutcome.failed(NO_KEY, "Failed to get the data key required to decrypt the SOPS file.");
            }
            return call.arguments().get(0).equals("exec-file") ? SeededSecret.apply(call, file) : CommandOutcome.ok("");
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        }
    }
}
