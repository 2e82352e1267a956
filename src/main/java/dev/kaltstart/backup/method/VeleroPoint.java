package dev.kaltstart.backup.method;

/**
 * The data of one claim in a backup of Velero.
 *
 * @param namespace of Velero
 * @param pod whose volume was saved as files; blank when a snapshot was uploaded
 * @param volume in the pod, or the name of the VolumeSnapshot
 */
record VeleroPoint(String namespace, String backup, String pod, String volume) {

    String id() {
        return String.join("/", namespace, backup, pod, volume);
    }

    static VeleroPoint parse(String id) {
        String[] parts = id.split("/", 4);
        return new VeleroPoint(parts[0], parts[1], parts[2], parts[3]);
    }

    boolean files() {
        return !pod.isEmpty();
    }
}
