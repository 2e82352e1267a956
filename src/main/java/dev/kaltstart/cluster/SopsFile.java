package dev.kaltstart.cluster;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A file that SOPS has encrypted. The age key of the operator is tried on it, and nothing of its content is shown.
 *
 * @param file relative to the repository
 */
public record SopsFile(Inventory inventory, Path file) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    // exit codes of sops, from its package codes
    private static final int VALUE_CHANGED = 25;
    private static final int MAC_MISMATCH = 51;
    private static final int NO_KEY = 128;

    /** Decrypts all of it and writes nothing. */
    public Command opening() {
        return command("decrypt").plus("--output", "/dev/null", path());
    }

    /** Decrypts all of it and writes nothing: not even the one value that it extracts leaves sops. */
    public Command opening(String value) {
        return command("decrypt").plus("--extract", value, "--output", "/dev/null", path());
    }

    /** Prints one value: only for one that is no secret. */
    public Command printing(String value) {
        return command("decrypt").plus("--extract", value, path());
    }

    /**
     * Runs a line of sh on the content, which sops hands over in a pipe.
     *
     * @param line a constant; {@code {}} is the name of the pipe
     */
    public Command piped(String line) {
        return command("exec-file").plus(path(), line);
    }

    /**
     * A line of sh that prints the public keys of the age keys in a file, for {@link #piped}: the keys stay in the pipe.
     *
     * @param base64 whether the values are in Base64, as below {@code data} of a Secret
     */
    public static String derivingRecipients(boolean base64) {
        String derived = "grep -Eo 'AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+' | age-keygen -y";
        return base64
                ? "grep -F '.agekey' {} | grep -Eo '[A-Za-z0-9+/]{60,}=*' | base64 -d | " + derived
                : "cat {} | " + derived;
    }

    private Command command(String verb) {
        return Command.of("sops", verb)
                .in(inventory.root())
                .with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString())
                .within(LIMIT);
    }

    private String path() {
        return inventory.root().resolve(file).toString();
    }

    /** Whether the age key of the operator opens it now. */
    public Prerequisite prove(Shell shell) {
        return prove(shell, opening());
    }

    /** @param opening as made here, for this file */
    public Prerequisite prove(Shell shell, Command opening) {
        try {
            Result result = shell.run(opening);
            return refusal(result).orElseGet(() -> Prerequisite.proven(file + " can be decrypted"));
        } catch (Shell.MissingTool e) {
            return Prerequisite.missing(file + " cannot be decrypted here: " + e.getMessage());
        }
    }

    /** Why sops has not opened it; empty when it has. By the exit code alone: a message of sops can quote a value. */
    public Optional<Prerequisite> refusal(Result result) {
        if (result.succeeded()) {
            return Optional.empty();
        }
        return Optional.of(
                result.ending() == Result.Ending.EXITED
                        ? Prerequisite.missing(closed(result.exitCode()))
                        : Prerequisite.unknown("sops does not answer in time about " + file));
    }

    private String closed(int exitCode) {
        Path key = inventory.tools().ageKey();
        String what = file + " cannot be decrypted here (exit code " + exitCode + " of sops): ";
        if (exitCode == MAC_MISMATCH || exitCode == VALUE_CHANGED) {
            return what + "it was changed after it was encrypted; put back the last good one from the history of the"
                    + " repository";
        }
        if (!Files.isRegularFile(key)) {
            return what + "there is no age key at " + key
                    + "; put it there from the password manager or the offline copy";
        }
        return what
                + (exitCode == NO_KEY
                        ? "the age key at " + key + " does not open it; put the right one there, from the password"
                                + " manager or the offline copy"
                        : "run '" + opening().line() + "' to see why");
    }
}
