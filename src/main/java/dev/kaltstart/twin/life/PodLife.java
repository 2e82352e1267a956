package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/** Kubelets start and stop pods; where there is no kubelet any more, the pod collector may remove them. */
final class PodLife implements Rule {

    private static final Duration STARTS_IN = Duration.ofSeconds(8);
    private static final Duration STOPS_IN = Duration.ofSeconds(5);
    private static final Duration FINISHES_IN = Duration.ofSeconds(10);
    private static final Duration COLLECTED_IN = Duration.ofSeconds(50);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (!Pods.node(pod).isEmpty()) {
                live(world, pod, now);
            } else if (Pods.terminating(pod)) {
                remove(world, pod);
            }
        }
    }

    private static void live(World world, ObjectNode pod, Instant now) {
        var key = Pods.key(pod);
        var node = world.objects().find(Kinds.NODE.key(Pods.node(pod)));
        if (node.isEmpty()) {
            when(world, "orphan", pod, COLLECTED_IN, now, () -> remove(world, pod));
        } else if (!world.kubeletRuns(Pods.node(pod))) {
            abandoned(world, pod, node.get(), now);
        } else if (Pods.terminating(pod)) {
            when(world, "stop", pod, STOPS_IN, now, () -> remove(world, pod));
        } else if (!Pods.finished(pod)) {
            world.timers().clear("stop/" + uid(pod));
            tended(world, key, pod, now);
        }
    }

    private static void abandoned(World world, ObjectNode pod, ObjectNode node, Instant now) {
        if (Nodes.ready(node)) {
            return;
        }
        if (Pods.terminating(pod) && Nodes.tainted(node, Nodes.OUT_OF_SERVICE)) {
            remove(world, pod);
        } else if (Pods.healthy(pod) && Conditions.is(node, "Ready", "Unknown")) {
            world.objects().update(Pods.key(pod), object -> Pods.ready(object, false, now));
        }
    }

    private static void tended(World world, ObjectKey key, ObjectNode pod, Instant now) {
        var running = "Running".equals(Pods.phase(pod));
        if (!running) {
            if (Attachments.attached(world, pod)) {
                when(
                        world,
                        "start",
                        pod,
                        STARTS_IN,
                        now,
                        () -> world.objects().update(key, object -> Pods.run(object, now)));
            }
        } else if (!Pods.healthy(pod)) {
            world.objects().update(key, object -> Pods.ready(object, true, now));
        } else if ("Never".equals(Json.text(pod, "spec", "restartPolicy"))) {
            when(
                    world,
                    "finish",
                    pod,
                    FINISHES_IN,
                    now,
                    () -> world.objects().update(key, object -> {
                        Json.within(object, "status").put("phase", "Succeeded");
                        Pods.ready(object, false, now);
                    }));
        }
    }

    private static void when(World world, String what, ObjectNode pod, Duration after, Instant now, Runnable then) {
        var timer = what + "/" + uid(pod);
        if (world.timers().passed(timer, after, now)) {
            world.timers().clear(timer);
            then.run();
        }
    }

    private static void remove(World world, ObjectNode pod) {
        world.objects().remove(Pods.key(pod));
        world.timers().clearAll("/" + uid(pod));
    }

    private static String uid(ObjectNode pod) {
        return Json.text(pod, "metadata", "uid");
    }
}
