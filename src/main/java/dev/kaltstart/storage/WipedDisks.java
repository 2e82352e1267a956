package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Removes wiped disks from Longhorn and adds them again, in the order that Longhorn demands. */
record WipedDisks(Longhorn longhorn, String node, List<String> disks) {

    void replace() {
        Crd before = new Crd(longhorn.nodeObject(node).require());
        List<String> lost = disks.stream()
                .map(disk -> before.text("status", "diskStatus", disk, "diskUUID"))
                .toList();
        edit(all -> changed(all, false));
        // replicas on the wiped disk are gone with its file system; those on other disks are not
        longhorn.replicas().stream()
                .filter(replica -> replica.node().equals(node) && lost.contains(replica.disk()))
                .forEach(replica -> longhorn.deleteReplica(replica.name()));
        // remove and add in one update: a crash in between would leave the node without a disk
        edit(all -> changed(all, true));
    }

    private Map<String, Object> changed(Map<String, Object> all, boolean again) {
        var changed = new HashMap<String, Object>();
        all.forEach((disk, entry) -> {
            boolean wiped = disks.contains(disk);
            // a new name: under the old one Longhorn would keep the recorded UUID
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
