package dev.kaltstart.backup.drill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.kaltstart.backup.method.CopyOrder;
import dev.kaltstart.backup.proof.SentinelPod;
import dev.kaltstart.backup.proof.SentinelPod.Action;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * One claim that a drill restores beside the original.
 *
 * @param uid of the claim when the drill was planned
 * @param method by its word in kaltstart.yaml
 * @param sentinel a UUID of this drill and claim alone: another claim's repository does not have it
 */
record DrillClaim(String namespace, String name, String uid, String method, String sentinel) {

    CopyOrder order(String copy) {
        return new CopyOrder(namespace, name, copy);
    }

    SentinelPod sentinelPod(KubernetesClient client, Action action) {
        return new SentinelPod(client, namespace, name, sentinel, action);
    }

    @JsonIgnore
    String label() {
        return namespace + "/" + name;
    }
}
