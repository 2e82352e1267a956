package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster as talconfig.yaml or topf.yaml describes it. */
record TalosDescription(
        String clusterName,
        String endpoint,
        @Nullable String talosVersion,
        @Nullable String kubernetesVersion,
        List<Node> nodes,
        @Nullable String machineSecrets) {

    TalosDescription {
        nodes = List.copyOf(nodes);
    }
}
