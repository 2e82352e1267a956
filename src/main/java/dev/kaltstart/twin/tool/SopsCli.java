package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code sops decrypt} of a file of the repository, without output, and {@code sops exec-file}: for kubectl, which applies a
 * Secret, and for the public key that belongs to a key in the file. A rehearsal holds no keys: what is encrypted counts as
 * opened, unless the order says otherwise. Everything else is left to the real sops.
 */
final class SopsCli implements Tool {

    private static final String FLAGS = "extract= output=";
    private static final int NO_FILE = 100;
    private static final int NO_KEY = 128;

    /** Whether this only tries the keys, or hands an opened file on, for a file of the world. */
    static boolean tries(World world, Command command) {
        List<String> arguments = command.arguments();
        if (!command.program().equals("sops") || arguments.size() < 3) {
            return false;
        }
        boolean opens = arguments.get(0).equals("decrypt") && arguments.contains("/dev/null");
        return (opens && isOfWorld(world, arguments.get(arguments.size() - 1)))
                || (arguments.get(0).equals("exec-file") && isOfWorld(world, arguments.get(1)));
    }

    /** Its public key, of a key that stays in the pipe. */
    private static boolean derives(List<String> arguments) {
        return arguments.get(0).equals("exec-file")
                && arguments.size() == 3
                && arguments.get(2).endsWith("| age-keygen -y");
    }

    private static boolean isOfWorld(World world, String argument) {
        Path file = world.repository().resolve(argument).normalize();
        String secrets = world.order().site().machineSecrets();
        return file.startsWith(world.repository())
                && (Files.isRegularFile(file)
                        || (secrets != null && file.equals(world.repository().resolve(secrets))));
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
            if (call.arguments().get(0).equals("decrypt")) {
                return CommandOutcome.ok("");
            }
            return derives(call.arguments()) ? CommandOutcome.ok(recipients(file)) : SeededSecret.apply(call, file);
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        }
    }

    /** The key in it is taken for the one that the file itself is encrypted for. */
    private static String recipients(Path file) {
        return YamlFiles.first(file)
                .path("sops")
                .path("age")
                .valueStream()
                .map(key -> Json.text(key, "recipient") + "\n")
                .collect(Collectors.joining());
    }
}
