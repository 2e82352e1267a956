package dev.kaltstart.flux.hold;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;

/** ReplicaSets whose last try to make a pod was denied by the hold, as they say themselves. */
record DeniedSets(KubernetesClient client) {

    List<ReplicaSet> all() {
        return client.apps().replicaSets().inAnyNamespace().list().getItems().stream()
                .filter(DeniedSets::isDenied)
                .toList();
    }

    private static boolean isDenied(ReplicaSet set) {
        return set.getStatus() != null
                && set.getStatus().getConditions().stream()
                        .anyMatch(condition -> "ReplicaFailure".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && Objects.toString(condition.getMessage(), "").contains(HoldPolicy.NAME));
    }
}
