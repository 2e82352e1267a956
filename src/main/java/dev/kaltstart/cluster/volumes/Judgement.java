package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.DataSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the rules say of one volume. */
final class Judgement {

    private static final int MOST = 20;
    private static final int LONGEST = 600;

    private final List<DeclaredBackup> backups = new ArrayList<>();
    private final Map<String, Set<String>> doubts = new LinkedHashMap<>();
    private final Map<String, Set<String>> remarks = new LinkedHashMap<>();

    /** It certainly is backed up. */
    void backup(DataSystem system, String object, String detail, String source) {
        if (backups.size() < MOST) {
            backups.add(new DeclaredBackup(system, object, ManifestText.detail(detail), source));
        }
    }

    /**
     * It may be backed up: the repository does not say.
     *
     * @param who several may have the same reason; blank when it is about the volume
     */
    void doubt(String who, String why) {
        note(doubts, who, why);
    }

    /** Something that looks like a backup and is none. */
    void remark(String who, String what) {
        note(remarks, who, what);
    }

    private static void note(Map<String, Set<String>> notes, String who, String what) {
        if (notes.size() < MOST || notes.containsKey(what)) {
            notes.computeIfAbsent(what, any -> new LinkedHashSet<>()).add(who);
        }
    }

    private static Stream<String> lines(Map<String, Set<String>> notes) {
        return notes.entrySet().stream().map(note -> {
            var first = note.getValue().iterator().next();
            var more = note.getValue().size() - 1;
            return (first + (more == 0 ? " " : " and %d more: ".formatted(more)) + note.getKey()).strip();
        });
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
        var said = Stream.concat(lines(doubts), lines(remarks)).collect(Collectors.toCollection(ArrayList::new));
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
