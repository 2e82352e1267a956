package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.LonghornObjects;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A volume that is made from a backup gets its replicas and then its data: restoreInitiated and restoreRequired are set
 * together, and restoreRequired is taken back (src: longhorn/longhorn-manager:controller/volume_controller.go,
 * checkAndInitVolumeRestore, checkAndFinishVolumeRestore).
 */
final class LonghornRestores implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(90);
    private static final Pattern BACKUP = Pattern.compile("[?&]backup=([^&]+)");

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode volume : world.objects().list(Kinds.LONGHORN_VOLUME)) {
            if (Json.text(volume, "spec", "fromBackup").isEmpty()) {
                continue;
            }
            var timer = "longhorn/" + Json.text(volume, "metadata", "uid");
            if (!Json.at(volume, "status", "restoreInitiated").asBoolean()) {
                begin(world, volume, now);
            } else if (Json.at(volume, "status", "restoreRequired").asBoolean()
                    && world.timers().passed(timer, TAKES, now)) {
                world.timers().clear(timer);
                finish(world, volume);
            }
        }
    }

    private static void begin(World world, ObjectNode volume, Instant now) {
        LonghornObjects.createParts(world, Json.text(volume, "metadata", "name"), now);
        world.objects()
                .update(
                        Objects.key(Kinds.LONGHORN_VOLUME, volume),
                        object -> Json.within(object, "status")
                                .put("robustness", "unknown")
                                .put("restoreInitiated", true)
                                .put("restoreRequired", true));
    }

    private static void finish(World world, ObjectNode volume) {
        var name = Json.text(volume, "metadata", "name");
        var backup = BACKUP.matcher(Json.text(volume, "spec", "fromBackup"));
        if (backup.find()) {
            LonghornBackups.data(world, backup.group(1)).ifPresent(data -> data.on(world, name));
        }
        world.objects()
                .update(
                        Objects.key(Kinds.LONGHORN_VOLUME, volume),
                        object -> Json.within(object, "status").put("restoreRequired", false));
    }
}
