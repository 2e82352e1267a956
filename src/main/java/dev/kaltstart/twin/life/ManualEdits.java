package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Ownership;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/**
 * Repeated manual edits in the cluster that fight Flux: however fast the clock runs, the drift is
 * detectable. The edits end once a person has settled the matter.
 */
public final class ManualEdits implements Rule {

    private static final String EDITS = "meddle/edit";
    private static final String DELETES = "meddle/delete";
    private static final String EDITED = "7m";
    private static final Duration AGAIN = Duration.ofMinutes(1);

    public static void edits(World world, ObjectKey release) {
        world.marks().put(EDITS, release.namespace() + "/" + release.name());
    }

    public static void deletes(World world, ObjectKey release) {
        world.marks().put(DELETES, release.namespace() + "/" + release.name());
    }

    public static void ends(World world) {
        world.marks().remove(EDITS);
        world.marks().remove(DELETES);
    }

    @Override
    public void apply(World world, Instant now) {
        meddle(world, EDITS, now);
        meddle(world, DELETES, now);
    }

    private static void meddle(World world, String how, Instant now) {
        var name = world.marks().get(how);
        if (name == null) {
            return;
        }
        var key = Kinds.HELM_RELEASE.key(name.split("/")[0], name.split("/")[1]);
        world.objects()
                .find(key)
                .filter(release -> !FluxControllers.going(release)
                        && !(how.equals(EDITS)
                                && Json.text(release, "spec", "interval").equals(EDITED)))
                .filter(release ->
                        !world.timers().started(how) || world.timers().passed(how, AGAIN, now))
                .ifPresent(release -> {
                    world.timers().clear(how);
                    world.timers().since(how, now);
                    act(world, how, key, release, now);
                });
    }

    private static void act(World world, String how, ObjectKey key, ObjectNode release, Instant now) {
        if (how.equals(DELETES)) {
            ObjectRemoval.of(world, key, now);
            return;
        }
        var next = release.deepCopy();
        Json.within(next, "spec").put("interval", EDITED);
        new Ownership(key, release).updated("kubectl-edit", release, next, now);
        world.objects().replace(key, release, next);
    }
}
