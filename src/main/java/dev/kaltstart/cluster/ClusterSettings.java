package dev.kaltstart.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of kaltstart.yaml.
 *
 * @param twin it exists only as a twin
 * @param restore how the data of a namespace or application comes back, by its name
 */
record ClusterSettings(
        String name,
        ClusterRepository repository,
        List<String> critical,
        Map<String, String> restore,
        boolean twin,
        Objectives objectives,
        Overrides overrides) {

    ClusterSettings {
        critical = List.copyOf(critical);
        restore = Map.copyOf(restore);
    }

    /** What the repository says differently from what is the case; paths are absolute, the changelog's is not. */
    record Overrides(
            @Nullable Path kubeconfig,
            @Nullable Path talosconfig,
            @Nullable Path ageKey,
            @Nullable Path changelog) {

        static final Overrides NONE = new Overrides(null, null, null, null);
    }
}
