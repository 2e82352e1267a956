package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Is there a volume whose only good copy lies on this node? Then nothing goes on before a person has decided. */
@Component
class CheckReplicas extends Step {

    @Override
    protected Check check(Run run) {
        Longhorn longhorn = Longhorn.of(run.cluster());
        if (!longhorn.installed()) {
            return found(run, List.of(), "this cluster has no Longhorn: no replicas to look for");
        }
        String node = run.get(RecoveryFacts.NODE).value();
        List<GenericKubernetesResource> usable =
                longhorn.replicas().stream().filter(Longhorn::usable).toList();
        List<String> last = longhorn.volumes().stream()
                .filter(volume -> on(node, volume, usable, true) && !on(node, volume, usable, false))
                .map(CheckReplicas::words)
                .toList();
        return found(
                run,
                last,
                last.isEmpty()
                        ? "every volume has a good replica on another node"
                        : "the last good replica is here: " + String.join("; ", last));
    }

    private static boolean on(
            String node, GenericKubernetesResource volume, List<GenericKubernetesResource> replicas, boolean here) {
        String name = volume.getMetadata().getName();
        return replicas.stream()
                .filter(replica -> Longhorn.text(replica, "spec", "volumeName").equals(name))
                .anyMatch(replica -> Longhorn.text(replica, "spec", "nodeID").equals(node) == here);
    }

    private static String words(GenericKubernetesResource volume) {
        String claim = Longhorn.text(volume, "status", "kubernetesStatus", "pvcName");
        String namespace = Longhorn.text(volume, "status", "kubernetesStatus", "namespace");
        return volume.getMetadata().getName() + (claim.isEmpty() ? "" : " (claim " + namespace + "/" + claim + ")");
    }

    private static Check found(Run run, List<String> last, String words) {
        run.set(StorageFacts.LAST_REPLICA, !last.isEmpty());
        run.set(StorageFacts.LAST_REPLICA_VOLUMES, String.join("\n", last));
        return Check.met(words);
    }
}
