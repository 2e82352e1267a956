package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Command lines of sops whose output never holds a secret. Its errors may quote one: only exit codes are read. */
final class SopsRun {

    /** From its package codes: the key opened it, and the content was changed after it was encrypted. */
    private static final Set<Integer> OPENED_AND_CHANGED = Set.of(25, 51);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration APPLY_LIMIT = Duration.ofMinutes(2);

    private SopsRun() {}

    /** Tries the key of this machine on a file. */
    static Result open(Cluster cluster, Path file) {
        Inventory inventory = cluster.inventory();
        return cluster.looking().run(withKey(inventory, opening(inventory, file)));
    }

    /** Tries nothing but these identities on a file: not the keys that this machine has itself. */
    static Result open(Cluster cluster, Path file, String identities) {
        return cluster.looking().run(opening(cluster.inventory(), file, identities));
    }

    static Command opening(Inventory inventory, Path file, String identities) {
        return opening(inventory, file)
                .with("SOPS_AGE_KEY", identities)
                .with("HOME", "/nonexistent")
                .with("XDG_CONFIG_HOME", "/nonexistent");
    }

    static boolean opened(Result result) {
        return result.succeeded()
                || (result.ending() == Result.Ending.EXITED && OPENED_AND_CHANGED.contains(result.exitCode()));
    }

    private static Command opening(Inventory inventory, Path file) {
        return Command.of("sops", "decrypt", "--output", "/dev/null")
                .plus(inventory.root().resolve(file).toString())
                .in(inventory.root())
                .within(LIMIT);
    }

    /**
     * As the recipes do it: sops gives the plain text to kubectl through a pipe of its own, so it is neither on a disk nor in
     * Kaltstart. The field manager is that of the recipes, which Flux takes over from. What kubectl complains about can quote the
     * text, and is dropped.
     */
    static Command apply(Inventory inventory, Path file, String namespace) {
        return withKey(
                inventory,
                Command.of("sops", "exec-file")
                        .plus(inventory.root().resolve(file).toString())
                        .plus(kubectl(inventory, namespace) + " 2>/dev/null")
                        .in(inventory.root())
                        .within(APPLY_LIMIT));
    }

    /** For a person, with the errors. */
    static String applyByHand(Inventory inventory, Path file, String namespace) {
        return Command.of("export", "SOPS_AGE_KEY_FILE=" + inventory.tools().ageKey())
                        .line()
                + "; "
                + Command.of("sops", "exec-file")
                        .plus(inventory.root().resolve(file).toString())
                        .plus(kubectl(inventory, namespace))
                        .line();
    }

    private static String kubectl(Inventory inventory, String namespace) {
        return Command.of("kubectl")
                .plus("--kubeconfig=" + inventory.tools().kubeconfig().toAbsolutePath())
                .plus("--namespace=" + namespace, "apply", "--server-side", "--output=name", "--filename={}")
                .line();
    }

    private static Command withKey(Inventory inventory, Command command) {
        return command.with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString());
    }
}
