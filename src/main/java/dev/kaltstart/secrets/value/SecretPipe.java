package dev.kaltstart.secrets.value;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Works on decrypted values inside of a shell: sops hands them over in pipes, and only a word leaves. Kaltstart never sees a
 * value, and none is an argument of a program.
 *
 * @param ageKey file of the operator's age keys
 * @param oldKey text of the leaked age key, which goes into the environment of sops; null when only the file is there
 */
record SecretPipe(
        Shell shell, Path directory, Path ageKey, @Nullable String oldKey) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * For the beginning of each line. {@code plain PATH FILE} prints one value, of a Secret's {@code data} without its Base64.
     */
    static final String FUNCTIONS = """
            set -f
            plain() {
              case $1 in
                '["data"]["'*) sops decrypt --extract "$1" "$2" 2>/dev/null | base64 -d 2>/dev/null ;;
                *) sops decrypt --extract "$1" "$2" 2>/dev/null ;;
              esac
            }
            # only what cannot end a quoted string of another program
            harmless() {
              case $1 in
                '' | *[!A-Za-z0-9._~+/=:@,-]*) return 1 ;;
              esac
            }
            """;

    /**
     * @param line a constant; its arguments are {@code $1} and so on: names of files and keys, no values
     */
    Result run(String line, String... arguments) {
        Command command = Command.of("sh", "-c", FUNCTIONS + line, "sh")
                .plus(arguments)
                .in(directory)
                .with("SOPS_AGE_KEY_FILE", ageKey.toString())
                .within(LIMIT);
        return shell.run(oldKey == null ? command : command.with("SOPS_AGE_KEY", oldKey));
    }

    /** The word that the line has printed; empty when it has not come so far. */
    String word(String line, String... arguments) {
        Result result = run(line, arguments);
        return result.succeeded() ? result.output().strip() : "";
    }
}
