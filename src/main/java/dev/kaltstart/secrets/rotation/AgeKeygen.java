package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The command lines of age-keygen. A key goes from file to file. */
record AgeKeygen(Shell shell) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** So begin the post-quantum ones, which age-keygen makes since 1.3 (src: FiloSottile/age, cmd/age-keygen). */
    private static final String POST_QUANTUM = "age1pq1";

    /** Makes a key of the same kind as another. */
    void make(Path file, String like) {
        Command command = Command.of("age-keygen").within(LIMIT);
        Result result =
                shell.run((like.startsWith(POST_QUANTUM) ? command.plus("-pq") : command).plus("-o", file.toString()));
        if (!result.succeeded()) {
            throw new Failure.Retryable(
                    "NO_NEW_KEY", "age-keygen has not made a key (exit code " + result.exitCode() + ")");
        }
    }

    /** The public keys, in the order of the keys in the file; empty when age-keygen cannot read it. */
    List<String> recipients(Path file) {
        Result result =
                shell.run(Command.of("age-keygen", "-y", file.toString()).within(LIMIT));
        return result.succeeded()
                ? result.output()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList()
                : List.of();
    }
}
