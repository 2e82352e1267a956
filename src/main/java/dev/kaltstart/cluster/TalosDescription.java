package dev.kaltstart.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What talconfig.yaml or topf.yaml says about a cluster. */
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
