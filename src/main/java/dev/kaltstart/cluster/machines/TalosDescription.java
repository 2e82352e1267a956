package dev.kaltstart.cluster.machines;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as the files about its machines describe it.
 *
 * @param clusterName empty when unknown
 * @param endpoint of the Kubernetes API; empty when unknown
 * @param machineSecrets the bundle with the cluster's PKI, or a file that holds or names the parts of it
 */
public record TalosDescription(
        String clusterName,
        String endpoint,
        @Nullable String talosVersion,
        @Nullable String kubernetesVersion,
        List<NodeDraft> nodes,
        @Nullable String machineSecrets) {

    public TalosDescription {
        nodes = List.copyOf(nodes);
    }
}
