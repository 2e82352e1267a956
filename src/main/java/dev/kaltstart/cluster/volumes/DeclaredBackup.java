package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.DataSystem;

/**
 * Something in the repository that backs up a volume again and again.
 *
 * @param system that does it
 * @param object that says so, as {@code namespace/name}
 * @param detail how and when: {@code restic, 0 * * * *}
 * @param source file and line of the object
 */
public record DeclaredBackup(DataSystem system, String object, String detail, String source) {

    /** For people. */
    public String label() {
        return system.label() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
