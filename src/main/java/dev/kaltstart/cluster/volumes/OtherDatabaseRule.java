package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.List;

/** Databases whose operator has backups of its own that are not read. */
final class OtherDatabaseRule implements BackupRule {

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        if (volume.origin() == Origin.DATABASE) {
            judgement.doubt("", "the backups that its operator makes are not read");
        }
    }
}
