package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Takes wiped disks out of Longhorn and puts them in again, in the order that Longhorn demands. */
record WipedDisks(Longhorn longhorn, String node, List<String> disks) {

    void replace() {
        edit(all -> changed(all, false));
        longhorn.replicas().stream()
                .filter(replica -> replica.node().equals(node) && !replica.usable())
                .forEach(replica -> longhorn.deleteReplica(replica.name()));
        // out and in at once: a crash in between would leave the node without a disk
        edit(all -> changed(all, true));
    }

    private Map<String, Object> changed(Map<String, Object> all, boolean again) {
        var changed = new HashMap<String, Object>();
        all.forEach((disk, entry) -> {
            boolean wiped = disks.contains(disk);
            // a name of its own: under the old one Longhorn would go on with the UUID it remembers
            changed.put(wiped && again ? disk + "-again" : disk, wiped ? scheduling(entry, again) : entry);
        });
        return changed;
    }

    private static Map<String, Object> scheduling(Object disk, boolean allowed) {
        var entry = new HashMap<String, Object>();
        if (disk instanceof Map<?, ?> known) {
            known.forEach((key, value) -> entry.put(String.valueOf(key), value));
        }
        entry.put("allowScheduling", allowed);
        return entry;
    }

    private void edit(UnaryOperator<Map<String, Object>> change) {
        longhorn.nodeObject(node).edit(object -> withDisks(object, change.apply(new Crd(object).map("spec", "disks"))));
    }

    private static GenericKubernetesResource withDisks(GenericKubernetesResource object, Map<String, Object> disks) {
        var spec = new HashMap<>(new Crd(object).map("spec"));
        spec.put("disks", disks);
        object.setAdditionalProperty("spec", spec);
        return object;
    }
}
