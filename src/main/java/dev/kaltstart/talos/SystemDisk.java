package dev.kaltstart.talos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The disk on which Talos is installed.
 *
 * @param path {@code /dev/nvme0n1}
 * @param serial blank when it has none
 * @param links other paths of the disk
 */
record SystemDisk(String path, String serial, List<String> links) {

    SystemDisk {
        links = List.copyOf(links);
    }

    static SystemDisk of(String path, List<JsonNode> disks) {
        return disks.stream()
                .filter(disk -> disk.path("dev_path").asText().equals(path))
                .findFirst()
                .map(disk -> new SystemDisk(path, disk.path("serial").asText().strip(), links(disk)))
                .orElseGet(() -> new SystemDisk(path, "", List.of()));
    }

    private static List<String> links(JsonNode disk) {
        var links = new ArrayList<String>();
        disk.path("symlinks").forEach(link -> links.add(link.asText()));
        return links;
    }

    /**
     * What a change of the disk in the repository has not changed on the machine: Talos installs only where no
     * installation is found, and a reset leaves its boot partition (siderolabs/talos#13814). Empty when the disks are the
     * same, or cannot be compared.
     */
    Optional<String> differs(Node node, String move) {
        if (!other(node)) {
            return Optional.empty();
        }
        String declared = node.diskSerial() == null ? String.valueOf(node.disk()) : "the disk " + node.diskSerial();
        return Optional.of("Talos is installed on " + path + (serial.isEmpty() ? "" : " (" + serial + ")") + ", but "
                + node.source() + " names " + declared
                + ": the machine starts from the old disk again and stays there. To move it, once it is in maintenance mode: "
                + move + ", then start it from the image");
    }

    private boolean other(Node node) {
        if (node.diskSerial() != null) {
            return !serial.isEmpty() && !serial.equalsIgnoreCase(node.diskSerial());
        }
        String disk = node.disk();
        boolean link = disk != null && disk.startsWith("/dev/disk/");
        return disk != null
                && disk.startsWith("/dev/")
                && !disk.equals(path)
                && !links.contains(disk)
                && !(link && links.isEmpty());
    }
}
