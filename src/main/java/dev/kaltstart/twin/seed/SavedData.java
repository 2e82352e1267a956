package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.data.VeleroBackups;
import dev.kaltstart.twin.data.VolSyncSources;
import dev.kaltstart.twin.data.VolumeData;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/** Before the damage every volume has data, and whatever backs it up has saved the data. */
final class SavedData {

    private static final Duration LAST_BACKUP = Duration.ofHours(6);
    private static final Duration BACKUP_BEFORE = Duration.ofHours(30);
    private static final VolumeData YESTERDAY = new VolumeData(1_180, 5_100_000_000L);
    private static final VolumeData TODAY = new VolumeData(1_204, 5_200_000_000L);

    private final World world;

    SavedData(World world) {
        this.world = world;
    }

    /** What was saved while the twin was set up is not older than the twin, and is left out. */
    void lay(Instant damage) {
        VolSyncSources.forget(world);
        VeleroBackups.forget(world);
        save(YESTERDAY, damage.minus(BACKUP_BEFORE));
        save(TODAY, damage.minus(LAST_BACKUP));
    }

    private void save(VolumeData data, Instant at) {
        world.objects().list(Kinds.VOLUME).forEach(volume -> data.on(world, Json.text(volume, "metadata", "name")));
        world.objects().list(Kinds.REPLICATION_SOURCE).forEach(source -> VolSyncSources.save(world, source, at));
        world.objects().list(Kinds.VELERO_SCHEDULE).forEach(schedule -> VeleroBackups.scheduled(world, schedule, at));
    }
}
