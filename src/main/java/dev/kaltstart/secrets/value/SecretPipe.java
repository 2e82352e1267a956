package dev.kaltstart.secrets.value;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Works on decrypted values inside of a shell: sops hands them over in pipes, and only a word leaves. Kaltstart never sees a
 * value, and none is an argument of a program.
 *
 * @param ageKeys the file with the keys of before and after
 */
record SecretPipe(Shell shell, Path directory, Path ageKeys) {

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
        return shell.run(Command.of("sh", "-c", FUNCTIONS + line, "sh")
                .plus(arguments)
                .in(directory)
                .with("SOPS_AGE_KEY_FILE", ageKeys.toString())
                .within(LIMIT));
    }

    /** The word that the line has printed; empty when it has not come so far. */
    String word(String line, String... arguments) {
        Result result = run(line, arguments);
        return result.succeeded() ? result.output().strip() : "";
    }
}
