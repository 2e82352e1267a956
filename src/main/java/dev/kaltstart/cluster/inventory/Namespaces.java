package dev.kaltstart.cluster.inventory;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the namespaces of a cluster: those of everything that Flux builds, and declared Namespace objects. */
record Namespaces(FluxTree tree) {

    /** Excludes placeholders such as {@code _} and {@code not-used}, which kustomize renames. */
    private static final Pattern NAME = Pattern.compile("(?!not-used$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    List<String> read() {
        var names = new TreeSet<>(tree.kustomizations().namespaces());
        names.removeIf(name -> !NAME.matcher(name).matches());
        return List.copyOf(names);
    }
}
