package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.DataSystem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules say of one volume. */
final class Judgement {

    private static final int MOST = 20;
    private static final int LONGEST = 600;

    private final List<DeclaredBackup> backups = new ArrayList<>();
    private final Set<String> doubts = new LinkedHashSet<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    /** It certainly is backed up. */
    void backup(DataSystem system, String object, String detail, String source) {
        if (backups.size() < MOST) {
            backups.add(new DeclaredBackup(system, object, ManifestText.detail(detail), source));
        }
    }

    /** It may be backed up: the repository does not say. */
    void doubt(String why) {
        if (doubts.size() < MOST) {
            doubts.add(why);
        }
    }

    /** Something that looks like a backup and is none. */
    void remark(String what) {
        if (remarks.size() < MOST) {
            remarks.add(what);
        }
    }

    Protection protection(@Nullable DataSystem storage) {
        if (!backups.isEmpty()) {
            return Protection.BACKED_UP;
        }
        if (!doubts.isEmpty()) {
            return Protection.UNKNOWN;
        }
        return isOutside(storage) ? Protection.OUTSIDE : Protection.NONE;
    }

    private static boolean isOutside(@Nullable DataSystem storage) {
        return storage != null && storage.place() == DataSystem.Place.OUTSIDE;
    }

    DeclaredVolume of(FoundVolume volume) {
        var storage = volume.storage();
        var said = new LinkedHashSet<>(doubts);
        said.addAll(remarks);
        if (isOutside(storage) && backups.isEmpty() && storage != null) {
            said.add("on %s: the data outlives the cluster, but that is no backup".formatted(storage.label()));
        }
        var remark = String.join("; ", said);
        return new DeclaredVolume(
                volume.namespace(),
                volume.claim(),
                volume.app(),
                volume.size(),
                volume.storageClass(),
                volume.accessModes(),
                backups,
                volume.source(),
                storage,
                protection(storage),
                remark.length() > LONGEST ? remark.substring(0, LONGEST) + "..." : remark);
    }
}
