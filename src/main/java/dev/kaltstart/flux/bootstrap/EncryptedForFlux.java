package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that Flux has to decrypt, one for each set of recipients: what opens one of them opens its like. */
final class EncryptedForFlux {

    private static final int MOST = 4;

    private EncryptedForFlux() {}

    static List<Path> of(Inventory inventory) {
        List<String> paths = inventory.kustomizations().stream()
                .map(Inventory.FluxKustomization::path)
                .filter(path -> path != null && !path.isBlank())
                .map(path -> path.replaceFirst("^(\\./)+|^/+", "").replaceFirst("/+$", ""))
                .filter(path -> !path.isEmpty())
                .toList();
        List<Path> candidates = inventory.sopsFiles().stream()
                .filter(file -> !BootstrapSecret.isSeed(inventory, file))
                .filter(file -> !file.equals(inventory.machineSecrets()))
                .toList();
        Map<Set<String>, Path> one = new LinkedHashMap<>();
        candidates.stream()
                .filter(file -> paths.isEmpty()
                        ? !file.startsWith(inventory.talosDirectory())
                        : paths.stream().anyMatch(file::startsWith))
                .forEach(file ->
                        one.putIfAbsent(SopsSecrets.recipients(inventory.root().resolve(file)), file));
        return one.values().stream().limit(MOST).toList();
    }
}
