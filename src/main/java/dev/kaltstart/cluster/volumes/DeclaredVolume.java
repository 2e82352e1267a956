package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.DataSystem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume of the cluster as its repository declares it.
 *
 * @param claim name of the PersistentVolumeClaim; {@code name-*} means one for each instance. Blank when only the
 *     chart knows the name. For a directory that is mounted without a claim, its address
 * @param app that uses it
 * @param size as declared; blank when unknown
 * @param storageClass blank when unknown, and for the default class
 * @param backups only those that certainly are one
 * @param source file and line
 * @param storage what holds the data; null when unknown
 * @param remark what a person has to know: why it cannot be judged, what looks like a backup and is none
 */
public record DeclaredVolume(
        String namespace,
        String claim,
        String app,
        String size,
        String storageClass,
        List<String> accessModes,
        List<DeclaredBackup> backups,
        String source,
        @Nullable DataSystem storage,
        Protection protection,
        String remark) {

    public DeclaredVolume {
        accessModes = List.copyOf(accessModes);
        backups = List.copyOf(backups);
    }

    /** For people: the claim, or the app where the chart names it. */
    public String label() {
        return claim.isEmpty() ? app + " (named by its chart)" : claim;
    }
}
