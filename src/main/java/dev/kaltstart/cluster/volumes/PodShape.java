package dev.kaltstart.cluster.volumes;

import java.util.List;
import java.util.Map;

/**
 * What a workload's pods mount, as far as a backup depends on it.
 *
 * @param owner the workload, or the release of a chart
 * @param scheduled it runs again and again, and ends
 * @param labels of the pods; only those that are certain
 * @param claims by the name of the volume in the pod
 * @param configMaps by the name of the volume in the pod
 */
record PodShape(
        String namespace,
        String owner,
        boolean scheduled,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> claims,
        Map<String, String> configMaps,
        List<Container> containers,
        String source) {

    /** @param text of its command, its arguments and its environment */
    record Container(String image, String text, List<Mount> mounts) {

        /** Where the volume is in the container; empty when it is not. */
        List<Mount> of(String volume) {
            return mounts.stream()
                    .filter(mount -> mount.volume().equals(volume))
                    .toList();
        }
    }

    /** @param subPath of the volume that is mounted; blank for all of it */
    record Mount(String volume, String path, String subPath, boolean readOnly) {

        /** Whether a file is on the volume. */
        boolean holds(String file) {
            var below = path.endsWith("/") ? path : path + "/";
            return file.equals(path) || file.startsWith(below);
        }
    }
}
