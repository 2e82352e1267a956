package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Longhorn has as many good copies of everything as before. It does the work; this only watches, and sees the impossible. */
@Component
class RebuildReplicas extends Step {

    @Override
    protected Check check(Run run) {
        Longhorn longhorn = Longhorn.of(run.cluster());
        if (!longhorn.installed()) {
            return Check.met("this cluster has no Longhorn");
        }
        List<GenericKubernetesResource> volumes = longhorn.volumes();
        List<String> ill = ill(volumes);
        if (ill.isEmpty()) {
            return Check.met("all " + volumes.size() + " volumes have their replicas");
        }
        refuseTheImpossible(longhorn, volumes);
        return Check.notYet("volumes being rebuilt: " + ill, 1 - (double) ill.size() / volumes.size());
    }

    /** A detached volume reports neither healthy nor degraded; faulted is bad in any state. */
    static List<String> ill(List<GenericKubernetesResource> volumes) {
        return volumes.stream()
                .filter(volume -> {
                    String robustness = Longhorn.text(volume, "status", "robustness");
                    boolean attached = Longhorn.text(volume, "status", "state").equals("attached");
                    return robustness.equals("faulted") || (attached && !robustness.equals("healthy"));
                })
                .map(volume -> volume.getMetadata().getName())
                .toList();
    }

    private static void refuseTheImpossible(Longhorn longhorn, List<GenericKubernetesResource> volumes) {
        long nodes = longhorn.nodes().stream()
                .filter(node -> Longhorn.condition(node.get("status", "conditions"), "Ready", "True"))
                .count();
        long wanted = volumes.stream()
                .mapToLong(volume ->
                        volume.get("spec", "numberOfReplicas") instanceof Number count ? count.longValue() : 0)
                .max()
                .orElse(0);
        if (wanted > nodes) {
            throw new Failure.NeedsHuman(
                    "NOT_ENOUGH_NODES",
                    "volumes want " + wanted + " replicas on different nodes, and Longhorn has only " + nodes
                            + " nodes Ready: they would stay degraded for ever. Bring another node, or lower the number.");
        }
    }
}
