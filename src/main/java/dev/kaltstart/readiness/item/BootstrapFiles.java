package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The encrypted files that are applied before Flux can decrypt anything itself, in all layouts that are known. */
final class BootstrapFiles {

    private static final Pattern PLACES = Pattern.compile(
            "(.*/)?bootstrap/.+|(.*/)?components/(sops|common)/.+|(.*/)?flux/(vars|meta|config|cluster|repositories)/.+");

    private static final int MOST = 20;

    private BootstrapFiles() {}

    static List<Path> of(Inventory inventory) {
        return inventory.sopsFiles().stream()
                .filter(file -> PLACES.matcher(file.toString()).matches())
                // the bundle of Talos is an item of its own
                .filter(file -> !file.equals(inventory.machineSecrets()))
                .filter(file -> SopsDocument.read(inventory.root().resolve(file))
                        .filter(SopsDocument::isSecret)
                        .isPresent())
                .limit(MOST)
                .toList();
    }

    /** A real file of the repository to try the age key on; empty when nothing is encrypted. */
    static Optional<Path> canary(Inventory inventory) {
        return of(inventory).stream()
                .findFirst()
                .or(() -> inventory.sopsFiles().stream()
                        .filter(file -> !file.equals(inventory.machineSecrets()))
                        .findFirst())
                .or(() -> inventory.sopsFiles().stream().findFirst());
    }
}
