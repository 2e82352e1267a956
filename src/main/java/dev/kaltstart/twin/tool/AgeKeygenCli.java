package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.world.RehearsalKeys;
import dev.kaltstart.twin.world.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code age-keygen -o FILE}, which refuses a file that is there, and {@code age-keygen -y FILE} (src: FiloSottile/age,
 * cmd/age-keygen/keygen.go). The keys are those of the rehearsal.
 */
final class AgeKeygenCli implements Tool {

    private static final int LENGTH = 58;
    private static final int QUANTUM_LENGTH = 1_950;

    @Override
    public CommandOutcome run(Call call) {
        List<String> arguments = call.arguments();
        if (arguments.size() < 2) {
            return failed("the twin has only 'age-keygen -o FILE' and 'age-keygen -y FILE'");
        }
        Path file = call.path(arguments.get(arguments.size() - 1));
        return switch (arguments.get(arguments.size() - 2)) {
            case "-o" -> make(call, file, arguments.contains("-pq"));
            case "-y" -> show(file);
            default -> failed("the twin has only 'age-keygen -o FILE' and 'age-keygen -y FILE'");
        };
    }

    private static CommandOutcome make(Call call, Path file, boolean quantum) {
        if (Files.exists(file)) {
            return failed("failed to open output file \"%s\": open %s: file exists".formatted(file, file));
        }
        var world = call.world();
        var made = "age-keys-made";
        var number = Integer.parseInt(world.marks().getOrDefault(made, "0"));
        world.marks().put(made, String.valueOf(number + 1));
        var random =
                new Seed("age/" + world.order().recovery()).hex("key-" + number, quantum ? QUANTUM_LENGTH : LENGTH);
        var recipient = (quantum ? "age1pq1" : "age1") + random;
        Scratch.write(file, RehearsalKeys.file(List.of(recipient)));
        return new CommandOutcome(0, "", "Public key: " + recipient + "\n", java.time.Duration.ZERO, false);
    }

    private static CommandOutcome show(Path file) {
        try {
            var recipients = RehearsalKeys.recipients(Files.readString(file));
            return recipients.isEmpty()
                    ? failed("warning: failed to read input: no identities found")
                    : CommandOutcome.ok(String.join("\n", recipients) + "\n");
        } catch (java.nio.file.NoSuchFileException e) {
            return failed("failed to open input file \"%s\": open %s: no such file or directory".formatted(file, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandOutcome failed(String message) {
        return CommandOutcome.failed("age-keygen: error: " + message);
    }
}
