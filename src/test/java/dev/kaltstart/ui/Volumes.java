package dev.kaltstart.ui;

import dev.kaltstart.backup.protection.NewestPoint;
import dev.kaltstart.backup.protection.ProtectedVolume;
import dev.kaltstart.backup.protection.Rpo;
import dev.kaltstart.backup.protection.SeenProtection;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Volumes for the pages. */
final class Volumes {

    static final DeclaredVolumes DECLARED = named("notes");

    private Volumes() {}

    /** Two: of the second one, every text is the same. */
    static DeclaredVolumes named(String text) {
        var backup = new DeclaredBackup(DataSystem.VOLSYNC, "office/notes", "restic, 0 * * * *", "notes.yaml:1");
        return new DeclaredVolumes(
                List.of(
                        declared("cache", Protection.NONE, List.of(), ""),
                        declared(text, Protection.BACKED_UP, List.of(backup), text)),
                List.of(text));
    }

    private static DeclaredVolume declared(
            String text, Protection protection, List<DeclaredBackup> backups, String remark) {
        return new DeclaredVolume(
                "office",
                text,
                text,
                "5Gi",
                text,
                List.of(text),
                backups,
                "notes.yaml:1",
                DataSystem.LONGHORN,
                protection,
                remark);
    }

    static SeenProtection live(Instant now) {
        return live(now, "notes");
    }

    static SeenProtection live(Instant now, String text) {
        return new SeenProtection(
                now,
                Duration.ofDays(1),
                List.of(
                        new ProtectedVolume(
                                "office",
                                text,
                                text,
                                text,
                                text,
                                DataSystem.LONGHORN,
                                List.of(),
                                Optional.empty(),
                                Rpo.MISSED,
                                Optional.empty(),
                                text),
                        new ProtectedVolume(
                                "office",
                                "mail",
                                "pv-mail",
                                "mail",
                                "1Gi",
                                null,
                                List.of(DataSystem.VELERO),
                                Optional.of(new NewestPoint(
                                        DataSystem.VELERO, "Backup.velero.io velero/daily", now.minusSeconds(7_200))),
                                Rpo.MET,
                                Optional.empty(),
                                "")),
                List.of(text),
                "");
    }
}
