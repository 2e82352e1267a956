package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;

/** The secrets bundle of the cluster, which every machine configuration is rendered with. */
final class MachineSecrets {

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
            case ENCRYPTED -> opened(cluster);
        };
    }

    private static Prerequisite opened(Cluster cluster) {
        Inventory inventory = cluster.inventory();
        return file(inventory).prove(cluster.looking(), opening(inventory));
    }

    /** Decrypts all of it and writes nothing: not even the id, which is no secret, leaves sops. */
    static Command opening(Inventory inventory) {
        return Rendering.version(inventory).isPresent()
                ? file(inventory).opening("[\"cluster\"][\"id\"]")
                : file(inventory).opening();
    }

    private static SopsFile file(Inventory inventory) {
        return new SopsFile(inventory, Path.of(String.valueOf(inventory.machineSecrets())));
    }
}
