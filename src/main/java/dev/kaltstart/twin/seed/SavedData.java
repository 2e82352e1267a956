package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.data.KopiurSnapshots;
import dev.kaltstart.twin.data.VeleroBackups;
import dev.kaltstart.twin.data.VolSyncSources;
import dev.kaltstart.twin.data.VolumeData;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

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
        KopiurSnapshots.forget(world);
        world.objects().list(Kinds.REPLICATION_SOURCE).forEach(this::give);
        save(YESTERDAY, damage.minus(BACKUP_BEFORE));
        save(TODAY, damage.minus(LAST_BACKUP));
    }

    /** Secrets that an operator would have made from a vault; the repository of the cluster does not have them. */
    private void give(ObjectNode source) {
        var namespace = Json.text(source, "metadata", "namespace");
        for (String tool : List.of("restic", "kopia")) {
            var key = Kinds.SECRET.key(namespace, Json.text(source, "spec", tool, "repository"));
            if (Json.at(source, "spec").has(tool)
                    && !key.name().isEmpty()
                    && world.objects().find(key).isEmpty()) {
                var secret = Json.object().put("type", "Opaque");
                Json.within(secret, "data")
                        .put(
                                tool.toUpperCase(Locale.ROOT) + "_REPOSITORY",
                                encoded("s3:https://backups.invalid/" + namespace + "/"
                                        + Json.text(source, "metadata", "name")))
                        .put(tool.toUpperCase(Locale.ROOT) + "_PASSWORD", encoded("of-the-twin"));
                world.objects().create(key, secret, world.order().origin());
            }
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void save(VolumeData data, Instant at) {
        world.objects().list(Kinds.VOLUME).forEach(volume -> data.on(world, Json.text(volume, "metadata", "name")));
        world.objects().list(Kinds.REPLICATION_SOURCE).forEach(source -> VolSyncSources.save(world, source, at));
        world.objects().list(Kinds.KOPIUR_POLICY).forEach(policy -> KopiurSnapshots.scheduled(world, policy, at));
        world.objects().list(Kinds.VELERO_SCHEDULE).forEach(schedule -> VeleroBackups.scheduled(world, schedule, at));
    }
}
