package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The encrypted files that are applied before Flux can decrypt anything itself, in all layouts that are known. */
final class BootstrapFiles {

    private static final Pattern PLACES = Pattern.compile(
            "(.*/)?bootstrap/.+|(.*/)?components/(sops|common)/.+|(.*/)?flux/(vars|meta|config|cluster|repositories)/.+");

    /** In a repository of several clusters, the directory of one of them. */
    private static final Pattern ONE_OF_SEVERAL = Pattern.compile("((?:.*/)?clusters?/[^/]+/).*");

    private static final int MOST = 20;

    private BootstrapFiles() {}

    static List<Path> of(Inventory inventory) {
        return own(inventory)
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
                .or(() -> own(inventory)
                        .filter(file -> !file.equals(inventory.machineSecrets()))
                        .findFirst())
                .or(() -> inventory.sopsFiles().stream().findFirst());
    }

    /** Without those of another cluster in the same repository, which has another key. */
    private static Stream<Path> own(Inventory inventory) {
        Matcher several = ONE_OF_SEVERAL.matcher(inventory.talosDirectory().toString() + "/");
        String directory = several.matches() ? several.group(1) : "";
        return inventory.sopsFiles().stream().filter(file -> file.toString().startsWith(directory));
    }
}
