package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Failure;
import java.nio.file.Path;
import java.util.Map;

/** The encrypted secrets bundle of the cluster. */
final class MachineSecrets {

    private MachineSecrets() {}

    /** @throws Failure.Fatal when rendering without it would make a new public key infrastructure */
    static void require(Inventory inventory) {
        Path bundle = inventory.machineSecrets();
        if (bundle == null) {
            throw missing("the repository has no machine secrets");
        }
        Map<?, ?> content = Secretive.yaml(inventory.root().resolve(bundle))
                .orElseThrow(() -> missing(bundle + " is missing or cannot be read"));
        boolean encrypted = content.get("sops") instanceof Map<?, ?> sops && sops.containsKey("mac");
        if (!encrypted) {
            throw missing(bundle + " is not encrypted with SOPS");
        }
    }

    private static Failure.Fatal missing(String message) {
        return new Failure.Fatal(
                "MACHINE_SECRETS_MISSING",
                message
                        + ": rendering now would make a new public key infrastructure, and nothing rendered from it could"
                        + " join. Put the bundle back from the history of the repository or from the backup");
    }
}
