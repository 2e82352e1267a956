package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;

/**
 * A backup tool that is installed on a new cluster finds what its store has: Velero and Longhorn read the list of their backups,
 * and Kopiur discovers snapshots. Velero does not find its DataUploads again.
 */
public final class ReturningBackups implements Rule {

    private static final String ARCHIVE = "backups";
    private static final List<Kind> LISTED = List.of(Kinds.VELERO_BACKUP, Kinds.KOPIUR_SNAPSHOT, Kinds.LONGHORN_BACKUP);

    /** Puts aside what the stores have, before the cluster is lost. */
    public static void keep(World world) {
        var archive = Json.object();
        var objects = archive.putArray("objects");
        LISTED.forEach(kind -> world.objects().list(kind).forEach(objects::add));
        world.archive().put(ARCHIVE, archive);
    }

    @Override
    public void apply(World world, Instant now) {
        JsonNode archive = world.archive().get(ARCHIVE);
        if (archive == null || archive.path("objects").isEmpty()) {
            return;
        }
        var left = Json.object();
        var waiting = left.putArray("objects");
        for (JsonNode object : archive.path("objects")) {
            if (listed(world, object)) {
                bring(world, (ObjectNode) object.deepCopy(), now);
            } else {
                waiting.add(object);
            }
        }
        if (waiting.size() < archive.path("objects").size()) {
            world.archive().put(ARCHIVE, left);
        }
    }

    /** Its tool runs again, and knows the store. */
    private static boolean listed(World world, JsonNode backup) {
        var namespace = Json.text(backup, "metadata", "namespace");
        return switch (Json.text(backup, "apiVersion").replaceFirst("/.*", "")) {
            case "velero.io" -> !world.objects().list(Kinds.BACKUP_LOCATION).isEmpty();
            case Kinds.LONGHORN -> !world.objects().list(Kinds.LONGHORN_NODE).isEmpty();
            default -> !world.objects().list(Kinds.KOPIUR_POLICY, namespace).isEmpty();
        };
    }

    private static void bring(World world, ObjectNode backup, Instant now) {
        var metadata = Json.within(backup, "metadata");
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation", "ownerReferences"));
        Kinds.named(Json.text(backup, "apiVersion"), Json.text(backup, "kind"))
                .map(kind -> kind.key(Json.text(metadata, "namespace"), Json.text(metadata, "name")))
                .filter(key -> world.objects().find(key).isEmpty())
                .ifPresent(key -> {
                    if (key.kind().equals(Kinds.KOPIUR_SNAPSHOT)) {
                        Json.within(backup, "status").put("phase", "Discovered");
                    }
                    world.objects().create(key, backup, now);
                });
    }
}
