package dev.kaltstart.storage;

import java.util.List;
import java.util.Map;

/**
 * A node in Longhorn.
 *
 * @param strangers disks with another file system than Longhorn expects
 */
record StorageNode(String name, boolean ready, boolean schedulable, int disks, List<String> strangers) {

    static StorageNode of(Crd node) {
        Object conditions = node.object().get("status", "conditions");
        Map<String, Object> disks = node.map("spec", "disks");
        return new StorageNode(
                node.name(),
                Crd.isTrue(conditions, "Ready"),
                node.flag("spec", "allowScheduling") && Crd.isTrue(conditions, "Schedulable") && schedulableDisk(node),
                disks.size(),
                disks.keySet().stream().filter(disk -> stranger(node, disk)).toList());
    }

    private static boolean schedulableDisk(Crd node) {
        return node.map("status", "diskStatus").keySet().stream()
                .filter(disk -> node.flag("spec", "disks", disk, "allowScheduling"))
                .anyMatch(disk -> Crd.isTrue(node.object().get("status", "diskStatus", disk, "conditions"), "Ready")
                        && Crd.isTrue(node.object().get("status", "diskStatus", disk, "conditions"), "Schedulable"));
    }

    /** A wiped disk has a new UUID, and Longhorn waits for the old one for ever. */
    private static boolean stranger(Crd node, String disk) {
        return Crd.condition(node.object().get("status", "diskStatus", disk, "conditions"), "Ready")
                .filter(ready -> "False".equals(ready.getStatus()))
                .filter(ready ->
                        ready.getReason().isEmpty() || ready.getReason().equals("DiskFilesystemChanged"))
                .isPresent();
    }
}
