package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/** What uses a value, as far as the repository shows it. */
record Consumers(Inventory inventory) {

    /** {@code Secret paperless/paperless-secret, Kustomization default/paperless}; empty when nothing is known. */
    String of(ValueHistory value) {
        var parts = new ArrayList<String>();
        SecretContent.Named named = value.place().named();
        if (!named.name().isEmpty()) {
            String kind = named.kind().isEmpty() ? "Secret" : named.kind();
            parts.add(kind + " " + (named.namespace().isEmpty() ? "" : named.namespace() + "/") + named.name());
        }
        kustomization(value.file())
                .ifPresent(found -> parts.add("Kustomization " + found.namespace() + "/" + found.name()));
        return SafeName.shown(String.join(", ", parts));
    }

    /** The one with the longest path that the file is in. */
    private Optional<FluxKustomization> kustomization(String file) {
        return inventory.kustomizations().stream()
                .filter(one -> !directory(one).isEmpty() && file.startsWith(directory(one) + "/"))
                .max(Comparator.comparingInt(one -> directory(one).length()));
    }

    private static String directory(FluxKustomization one) {
        String path = one.path() == null ? "" : one.path();
        return path.replaceFirst("^\\./", "").replaceFirst("/$", "");
    }
}
