package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The node holds data again. A wiped disk has a new UUID, and Longhorn keeps the old entry not ready until it is taken
 * out and put in again (longhorn/website: maintenance.md).
 */
@Component
class AwaitStorage extends Step {

    @Override
    protected Check check(Run run) {
        Longhorn longhorn = Longhorn.of(run.cluster());
        if (!longhorn.installed()) {
            return Check.met("this cluster has no Longhorn");
        }
        Optional<GenericKubernetesResource> node = node(run, longhorn);
        if (node.isEmpty()) {
            return Check.unknown("Longhorn does not know the node yet");
        }
        Object conditions = node.get().get("status", "conditions");
        if (!Longhorn.condition(conditions, "Ready", "True")) {
            return Check.unknown("Longhorn's manager on the node is not Ready yet");
        }
        Set<String> stale = staleDisks(node.get());
        return stale.isEmpty()
                ? Check.met("Longhorn has the node Ready, and its disks")
                : Check.notYet("disks that are not ready after the wipe: " + stale);
    }

    @Override
    protected void perform(Run run) {
        Longhorn longhorn = Longhorn.of(run.cluster());
        String name = run.get(RecoveryFacts.NODE).value();
        Set<String> stale = node(run, longhorn).map(AwaitStorage::staleDisks).orElse(Set.of());
        if (stale.isEmpty()) {
            return;
        }
        Map<String, Object> wanted = new HashMap<>();
        longhorn.editNode(name, node -> disks(node, stale, wanted, false));
        longhorn.editNode(name, node -> takeOut(node, stale));
        longhorn.editNode(name, node -> putIn(node, wanted));
    }

    private static Optional<GenericKubernetesResource> node(Run run, Longhorn longhorn) {
        String name = run.get(RecoveryFacts.NODE).value();
        return longhorn.nodes().stream()
                .filter(node -> node.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static Set<String> staleDisks(GenericKubernetesResource node) {
        if (!(node.get("status", "diskStatus") instanceof Map<?, ?> disks)) {
            return Set.of();
        }
        return disks.entrySet().stream()
                .filter(disk -> !(disk.getValue() instanceof Map<?, ?> status
                        && Longhorn.condition(
                                Objects.requireNonNullElse(status.get("conditions"), List.of()), "Ready", "True")))
                .map(disk -> String.valueOf(disk.getKey()))
                .collect(Collectors.toSet());
    }

    /** Longhorn lets a disk go only when nothing may be scheduled onto it. */
    private static GenericKubernetesResource disks(
            GenericKubernetesResource node, Set<String> names, Map<String, Object> wanted, boolean scheduling) {
        Map<String, Object> changed = new LinkedHashMap<>(disks(node));
        for (String name : names) {
            if (changed.get(name) instanceof Map<?, ?> disk) {
                wanted.put(name, disk);
                var closed = new LinkedHashMap<Object, Object>(disk);
                closed.put("allowScheduling", scheduling);
                changed.put(name, closed);
            }
        }
        return with(node, changed);
    }

    private static GenericKubernetesResource takeOut(GenericKubernetesResource node, Set<String> names) {
        Map<String, Object> changed = new LinkedHashMap<>(disks(node));
        changed.keySet().removeAll(List.copyOf(names));
        return with(node, changed);
    }

    private static GenericKubernetesResource putIn(GenericKubernetesResource node, Map<String, Object> wanted) {
        Map<String, Object> changed = new LinkedHashMap<>(disks(node));
        changed.putAll(wanted);
        return with(node, changed);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> disks(GenericKubernetesResource node) {
        return node.get("spec", "disks") instanceof Map<?, ?> disks ? (Map<String, Object>) disks : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static GenericKubernetesResource with(GenericKubernetesResource node, Map<String, Object> disks) {
        var spec = new LinkedHashMap<>((Map<String, Object>) node.get("spec"));
        spec.put("disks", disks);
        node.setAdditionalProperty("spec", spec);
        return node;
    }
}
