package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/** Kubelets register their nodes, report on them, and renew their leases. */
final class Kubelets implements Rule {

    private static final Duration JOINS_IN = Duration.ofSeconds(20);
    private static final Duration READY_IN = Duration.ofSeconds(40);
    private static final Duration RETURNS_IN = Duration.ofSeconds(10);
    private static final Duration REPORTS_EVERY = Duration.ofMinutes(5);
    private static final Duration RENEWS_EVERY = Duration.ofSeconds(10);

    @Override
    public boolean watchesClock() {
        return true;
    }

    @Override
    public void apply(World world, Instant now) {
        for (Machine machine : world.machines()) {
            var runs = machine.kubeletRuns(world.pki());
            machine.kubelet(runs, now);
            if (runs) {
                live(world, machine, now);
            } else {
                world.timers().clear("join/" + machine.name());
                world.timers().clear("return/" + machine.name());
            }
        }
    }

    private static void live(World world, Machine machine, Instant now) {
        var key = Kinds.NODE.key(machine.name());
        var node = world.objects().find(key);
        if (node.isEmpty()) {
            if (world.timers().passed("join/" + machine.name(), JOINS_IN, now)) {
                register(world, machine, now);
            }
        } else if (Nodes.ready(node.get())) {
            if (due(node.get(), now)) {
                world.objects().update(key, object -> Nodes.beat(object, now));
            }
            renew(world, machine.name(), now);
        } else {
            becomeReady(world, machine, node.get(), now);
        }
    }

    private static void register(World world, Machine machine, Instant now) {
        var site = world.order().site();
        var node = Nodes.object(machine, site, !world.order().site().schedulable());
        Nodes.report(node, false, now);
        world.objects().create(Kinds.NODE.key(machine.name()), node, now);
    }

    private static void becomeReady(World world, Machine machine, ObjectNode node, Instant now) {
        var timer = "return/" + machine.name();
        var fresh = Conditions.is(node, "Ready", "False");
        if (world.objects().list(Kinds.DAEMON_SET, "kube-system").isEmpty()) {
            // without a pod network no node becomes ready
            return;
        }
        if (world.timers().passed(timer, fresh ? READY_IN : RETURNS_IN, now)) {
            world.timers().clear(timer);
            world.timers().clear("join/" + machine.name());
            world.objects().update(Kinds.NODE.key(machine.name()), object -> {
                Nodes.describe(object, machine, world.order().site());
                Nodes.report(object, true, now);
            });
        }
    }

    private static boolean due(ObjectNode node, Instant now) {
        var last = Json.text(Conditions.find(node, "Ready"), "lastHeartbeatTime");
        return last.isEmpty() || !Instant.parse(last).plus(REPORTS_EVERY).isAfter(now);
    }

    /** Seldom enough that a fast clock does not keep the disk busy with nothing but leases. */
    private static void renew(World world, String name, Instant now) {
        var wallSecond = Duration.ofMillis((long) (1000 * world.order().speed()));
        var every = wallSecond.compareTo(RENEWS_EVERY) > 0 ? wallSecond : RENEWS_EVERY;
        var key = Kinds.LEASE.key("kube-node-lease", name);
        var lease = world.objects().find(key);
        if (lease.isEmpty()) {
            world.objects().create(key, lease(name, now), now);
        } else if (!Instant.parse(Json.text(lease.get(), "spec", "renewTime"))
                .plus(every)
                .isAfter(now)) {
            world.objects().update(key, object -> Json.within(object, "spec").put("renewTime", microseconds(now)));
        }
    }

    private static ObjectNode lease(String name, Instant now) {
        var lease = Json.object();
        Json.within(lease, "spec")
                .put("holderIdentity", name)
                .put("leaseDurationSeconds", 40)
                .put("renewTime", microseconds(now));
        return lease;
    }

    private static String microseconds(Instant now) {
        return Json.time(now).replace("Z", ".000000Z");
    }
}
