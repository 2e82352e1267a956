package dev.kaltstart.secrets.rotation;

import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Command lines of sops with the keys of one file and no other. A message of sops can quote a value: only exit codes are read, and
 * output where it cannot be secret.
 *
 * @param directory of the copies that are worked on, with a .sops.yaml that formats them
 * @param keys the file with the identities
 */
record Sops(Shell shell, Path directory, Path keys) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern RECIPIENT = Pattern.compile("age1[0-9a-z]{50,3000}");

    /** A file that was encrypted twice still has encrypted values when it is opened. Prints a number and nothing else. */
    private static final String COUNT = "grep -cF 'ENC[AES256_GCM,data:' {} || true";

    // exit codes of sops, from its package codes
    private static final Set<Integer> CHANGED = Set.of(25, 51, 52);
    private static final int NO_KEY = 128;

    /** Why sops does not open a file with these keys; empty when it does. */
    Optional<String> closed(EncryptedFile file) {
        Result result = shell.run(on(file, "exec-file").plus(local(file), COUNT));
        if (!result.succeeded()) {
            return Optional.of(reason(file, result));
        }
        return result.output().strip().equals("0")
                ? Optional.empty()
                : Optional.of(file.path() + " is encrypted twice: decrypt it twice, and encrypt it once");
    }

    /** Whether these keys open a file. A content that was changed since does not matter here. */
    Verdict tries(EncryptedFile file) {
        Result result = shell.run(on(file, "decrypt").plus("--output", "/dev/null", local(file)));
        if (result.ending() != Result.Ending.EXITED) {
            return Verdict.UNKNOWN;
        }
        return result.succeeded() || CHANGED.contains(result.exitCode())
                ? Verdict.OPENS
                : result.exitCode() == NO_KEY ? Verdict.CLOSED : Verdict.UNKNOWN;
    }

    enum Verdict {
        OPENS,
        CLOSED,
        UNKNOWN
    }

    /** A new data key for other recipients; sops checks the message code of the old content before. */
    Result rotate(EncryptedFile file, List<String> flags) {
        return shell.run(on(file, "rotate")
                .plus("--in-place")
                .plus(flags.toArray(String[]::new))
                .plus(local(file)));
    }

    /** @param value a file with the value as JSON: an argument is seen by everyone on this machine */
    Result set(EncryptedFile file, String index, Path value) {
        return shell.run(on(file, "set").plus("--value-file", local(file), index, value.toString()));
    }

    /** The public keys of the age keys in a file, which themselves do not leave the pipe. */
    List<String> recipientsInside(EncryptedFile file, boolean base64) {
        Result result = shell.run(on(file, "exec-file").plus(local(file), SopsFile.derivingRecipients(base64)));
        return result.output()
                .lines()
                .map(String::strip)
                .filter(line -> RECIPIENT.matcher(line).matches())
                .toList();
    }

    private Command on(EncryptedFile file, String verb) {
        Command command = Command.of("sops", verb)
                .in(directory)
                .within(LIMIT)
                .with("SOPS_AGE_KEY_FILE", keys.toString())
                // not the keys that this machine has itself
                .with("HOME", "/nonexistent")
                .with("XDG_CONFIG_HOME", "/nonexistent");
        return file.format().isKnownByName(file.path())
                ? command
                : command.plus(
                        "--input-type",
                        file.format().word(),
                        "--output-type",
                        file.format().word());
    }

    /** A name that begins like an option is none. */
    private static String local(EncryptedFile file) {
        return "./" + file.path();
    }

    static String reason(EncryptedFile file, Result result) {
        if (result.ending() != Result.Ending.EXITED) {
            return "sops does not answer in time about " + file.path();
        }
        int code = result.exitCode();
        String what = file.path() + " (exit code " + code + " of sops): ";
        if (CHANGED.contains(code)) {
            return what + "it was changed after it was encrypted; put back the last good one from the history";
        }
        return what
                + (code == NO_KEY
                        ? "the age key here does not open it"
                        : "sops cannot read it; run 'sops decrypt --output /dev/null " + file.path() + "' to see why");
    }
}
