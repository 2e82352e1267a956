package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Secret that Flux cannot start without, as its encrypted file says.
 *
 * @param file relative to the root of the repository
 * @param keys its entries; the values stay encrypted
 */
record BootstrapSecret(Path file, String namespace, String name, Set<String> keys) {

    /** The namespace of those that name none. */
    static final String USUAL = "flux-system";

    /** Where the layouts keep them: beside the recipe, and the one that the component of the template applies. */
    private static final Pattern SEED =
            Pattern.compile("(.*/)?bootstrap/.*|(.*/)?(components/(sops|common/sops)|flux/vars)/cluster-secrets[^/]*");

    BootstrapSecret {
        keys = Set.copyOf(keys);
    }

    /** By content: a file that holds anything but Secrets of one namespace is none. */
    static List<BootstrapSecret> of(Inventory inventory) {
        return inventory.sopsFiles().stream()
                .filter(file -> isSeed(inventory, file))
                .flatMap(file -> SopsSecrets.of(inventory.root(), file).stream())
                .toList();
    }

    static boolean isSeed(Inventory inventory, Path file) {
        return SEED.matcher(file.toString().replace('\\', '/')).matches() && !file.equals(inventory.machineSecrets());
    }

    String label() {
        return namespace + "/" + name;
    }
}
