package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The secrets bundle of the cluster, which every machine configuration is rendered with. */
final class MachineSecrets {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    // exit codes of sops, from its package codes
    private static final int VALUE_CHANGED = 25;
    private static final int MAC_MISMATCH = 51;
    private static final int NO_KEY = 128;

    private MachineSecrets() {}

    /** @throws Failure.Fatal when rendering without it would make a new public key infrastructure */
    static void require(Inventory inventory) {
        SecretsBundle bundle = SecretsBundle.of(inventory);
        if (bundle.form() == SecretsBundle.Form.NONE) {
            throw new Failure.Fatal("MACHINE_SECRETS_MISSING", lost(bundle));
        }
    }

    private static String lost(SecretsBundle bundle) {
        return bundle.description()
                + ": rendering now would make a new public key infrastructure, and nothing rendered from it could"
                + " join. Put the bundle back from the history of the repository or from the backup";
    }

    /** Whether they can be used now. */
    static Prerequisite prove(Cluster cluster) {
        SecretsBundle bundle = SecretsBundle.of(cluster.inventory());
        return switch (bundle.form()) {
            case NONE -> Prerequisite.missing(lost(bundle));
            case PLACEHOLDERS ->
                Prerequisite.unproven(bundle.description() + " has placeholders, which another tool fills ("
                        + bundle.filledBy() + "): make sure that it can fill them right now, with its login and its"
                        + " network. Do not encrypt that file: the tool could not read it any more");
            case PLAIN ->
                Prerequisite.proven(bundle.description() + " can be read. It holds the secrets of the cluster in plain"
                        + " text: encrypt it after the recovery, and rotate them if others could read it");
            case ENCRYPTED -> opened(cluster, bundle.description());
        };
    }

    private static Prerequisite opened(Cluster cluster, String file) {
        try {
            Result result = cluster.looking().run(opening(cluster.inventory()));
            if (result.succeeded()) {
                return Prerequisite.proven(file + " can be decrypted");
            }
            return result.ending() == Result.Ending.EXITED
                    ? Prerequisite.missing(closed(cluster.inventory(), file, result.exitCode()))
                    : Prerequisite.unknown("sops does not answer in time about " + file);
        } catch (Shell.MissingTool e) {
            return Prerequisite.missing(file + " cannot be decrypted here: " + e.getMessage());
        }
    }

    /** Decrypts all of it and writes nothing: not even the id, which is no secret, leaves sops. */
    static Command opening(Inventory inventory) {
        boolean bundle = Rendering.version(inventory).isPresent();
        return Command.of("sops", "decrypt")
                .plus(bundle ? new String[] {"--extract", "[\"cluster\"][\"id\"]"} : new String[0])
                .plus("--output", "/dev/null")
                .plus(inventory
                        .root()
                        .resolve(String.valueOf(inventory.machineSecrets()))
                        .toString())
                .in(inventory.root())
                .with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString())
                .within(LIMIT);
    }

    /** By the exit code alone: an error message of sops can quote a value of the file. */
    private static String closed(Inventory inventory, String file, int exitCode) {
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
                        : "run the command below to see why");
    }
}
