package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Objectives;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of kaltstart.yaml.
 *
 * @param twin the cluster exists only as a twin
 * @param restore the restore method of each namespace or application, by name
 */
public record ClusterSettings(
        String name,
        ClusterRepository repository,
        List<String> critical,
        Map<String, String> restore,
        boolean twin,
        Objectives objectives,
        AlertNaming alerts,
        Overrides overrides) {

    public ClusterSettings {
        critical = List.copyOf(critical);
        restore = Map.copyOf(restore);
    }

    /** Replaces values read from the repository; paths are absolute, except the changelog's. */
    public record Overrides(
            @Nullable Path kubeconfig,
            @Nullable Path talosconfig,
            @Nullable Path ageKey,
            @Nullable Path changelog) {

        public static final Overrides NONE = new Overrides(null, null, null, null);
    }
}
