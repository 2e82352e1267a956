package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/** Removes an object, immediately or once finalizers and grace period allow it. */
public final class ObjectRemoval {

    private static final long GRACE = 30;

    private ObjectRemoval() {}

    /** Does nothing when it is not there. */
    public static void of(World world, ObjectKey key, Instant now) {
        of(world, key, key.kind().equals(Kinds.POD) ? GRACE : 0, now);
    }

    /** @param grace in seconds; for pods */
    public static void of(World world, ObjectKey key, long grace, Instant now) {
        world.objects().find(key).ifPresent(object -> remove(world, key, object, grace, now));
    }

    private static void remove(World world, ObjectKey key, ObjectNode object, long grace, Instant now) {
        if (key.kind().equals(Kinds.POD) && grace > 0 && !Pods.node(object).isEmpty()) {
            Pods.terminate(world.objects(), key, grace, now);
        } else if (key.kind().equals(Kinds.NAMESPACE)) {
            world.objects().update(key, held -> {
                mark(held, now);
                Json.within(held, "status").put("phase", NamespaceController.TERMINATING);
            });
        } else if (key.kind().equals(Kinds.CLAIM)
                || !Json.at(object, "metadata", "finalizers").isEmpty()) {
            world.objects().update(key, held -> mark(held, now));
        } else {
            world.objects().remove(key);
            orphan(world, object, now);
        }
    }

    private static void mark(ObjectNode held, Instant now) {
        if (!Json.at(held, "metadata").has("deletionTimestamp")) {
            Json.within(held, "metadata").put("deletionTimestamp", Json.time(now));
        }
    }

    /** Removes one finalizer; without any left, the object is deleted. */
    public static void letGo(World world, ObjectKey key, String finalizer, Instant now) {
        world.objects().update(key, held -> {
            var finalizers = Json.list(Json.within(held, "metadata"), "finalizers");
            for (int i = finalizers.size() - 1; i >= 0; i--) {
                if (finalizers.get(i).asText().equals(finalizer)) {
                    finalizers.remove(i);
                }
            }
            if (finalizers.isEmpty()) {
                Json.within(held, "metadata").remove("finalizers");
            }
        });
        world.objects()
                .find(key)
                .filter(held -> Json.at(held, "metadata").has("deletionTimestamp")
                        && Json.at(held, "metadata", "finalizers").isEmpty())
                .ifPresent(held -> {
                    world.objects().remove(key);
                    orphan(world, held, now);
                });
    }

    /** Pods go with their owner. */
    private static void orphan(World world, ObjectNode owner, Instant now) {
        var uid = Json.text(owner, "metadata", "uid");
        world.objects().list(Kinds.POD).stream()
                .filter(pod -> uid.equals(
                        Json.text(Json.at(pod, "metadata", "ownerReferences").path(0), "uid")))
                .forEach(pod -> Pods.terminate(world.objects(), Pods.key(pod), GRACE, now));
    }
}
