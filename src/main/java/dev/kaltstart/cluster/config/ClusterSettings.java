package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.Role;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of kaltstart.yaml.
 *
 * @param twin the cluster exists only as a twin
 * @param restore the restore method of each namespace or application, by name
 * @param channels where messages about its recoveries go
 * @param drills how often it has to be drilled, by the id of the drill's model
 */
public record ClusterSettings(
        String name,
        ClusterRepository repository,
        List<String> critical,
        Map<String, String> restore,
        boolean twin,
        Objectives objectives,
        AlertNaming alerts,
        List<NotifyChannel> channels,
        Map<String, DrillPolicy> drills,
        Overrides overrides) {

    public ClusterSettings {
        critical = List.copyOf(critical);
        restore = Map.copyOf(restore);
        channels = List.copyOf(channels);
        drills = Map.copyOf(drills);
    }

    /**
     * Replaces or completes what is read from the repository; paths are absolute, except the changelog's.
     *
     * @param path of the cluster in a repository of several: its name, or a directory
     * @param endpoint of the Kubernetes API
     * @param nodes by their name in Kubernetes
     */
    public record Overrides(
            @Nullable Path kubeconfig,
            @Nullable Path talosconfig,
            @Nullable Path ageKey,
            @Nullable Path changelog,
            @Nullable String path,
            @Nullable String endpoint,
            Map<NodeName, DeclaredNode> nodes) {

        public static final Overrides NONE = new Overrides(null, null, null, null, null, null, Map.of());

        public Overrides {
            nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        }

        /** The same for one cluster of a repository. */
        public Overrides at(String somePath) {
            return new Overrides(kubeconfig, talosconfig, ageKey, changelog, somePath, endpoint, nodes);
        }
    }

    /**
     * A node, or some of its properties, as a person declares it; null where the repository is to be believed.
     *
     * @param installerImage container image without its version
     * @param machineConfig relative to the repository
     * @param source file and line of the declaration
     * @param removed it was removed from the cluster for good
     */
    public record DeclaredNode(
            @Nullable Role role,
            @Nullable String address,
            @Nullable String mac,
            @Nullable String disk,
            @Nullable String installerImage,
            @Nullable String machineConfig,
            String source,
            boolean removed) {

        public DeclaredNode(
                @Nullable Role role,
                @Nullable String address,
                @Nullable String mac,
                @Nullable String disk,
                @Nullable String installerImage,
                @Nullable String machineConfig,
                String source) {
            this(role, address, mac, disk, installerImage, machineConfig, source, false);
        }
    }
}
