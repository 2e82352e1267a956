package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Stage;
import java.time.Duration;
import java.util.Set;

/** {@code talosctl reset}: with no labels the whole disk, with no reboot the power too. */
final class TalosReset {

    static final String FLAGS =
            "graceful reboot system-labels-to-wipe= wipe-mode= user-disks-to-wipe= wait timeout=" + " debug insecure";

    private static final Duration DRAINS_IN = Duration.ofMinutes(1);

    private TalosReset() {}

    static CommandOutcome reset(TalosCall call) {
        var waits = call.flags().on("wait", true);
        if (call.insecure() && waits) {
            return CommandOutcome.failed("cannot use --wait and --insecure together");
        }
        return call.each(machine -> machine.stage() == Stage.MAINTENANCE
                ? TalosCall.rpc("PermissionDenied", "not authorized")
                : one(call, machine, waits));
    }

    private static CommandOutcome one(TalosCall call, Machine machine, boolean waits) {
        var labels = Set.copyOf(call.flags().list("system-labels-to-wipe"));
        for (String label : labels) {
            if (!Machine.LABELS.contains(label)) {
                return TalosCall.rpc("InvalidArgument", "failed to find volume \"%s\"".formatted(label));
            }
        }
        var graceful = call.flags().on("graceful", true);
        if (graceful) {
            drain(call, machine);
        }
        if (graceful && machine.controlPlane() && !mayLeave(call, machine)) {
            return stays(machine, waits);
        }
        if (graceful && machine.controlPlane()) {
            call.world().etcd().leave(machine.name());
        }
        var reboot = call.flags().on("reboot", false);
        machine.reset(labels, reboot, call.call().now());
        var ended = result(machine, waits, reboot && !labels.isEmpty());
        return hangs(call, machine) ? ended.hanging() : ended;
    }

    private static boolean hangs(TalosCall call, Machine machine) {
        var order = call.world().order();
        return order.suffers(Fault.RESET_HANGS) && machine.name().equals(order.subject());
    }

    private static boolean mayLeave(TalosCall call, Machine machine) {
        var etcd = call.world().etcd();
        return etcd.find(machine.name()).isEmpty() || etcd.members().size() > 1 && etcd.quorum();
    }

    /** Errors of the drain are only logged, and it is done before etcd is asked. */
    private static void drain(TalosCall call, Machine machine) {
        var objects = call.world().objects();
        if (!call.world().apiWorks()) {
            return;
        }
        objects.update(
                Kinds.NODE.key(machine.name()),
                node -> Json.within(node, "spec").put("unschedulable", true));
        objects.list(Kinds.POD).stream()
                .filter(pod -> machine.name().equals(Pods.node(pod)) && !Pods.belongsToNode(pod))
                .forEach(pod ->
                        Pods.terminate(objects, Pods.key(pod), 30, call.call().now()));
    }

    /** The sequence fails after the drain; without --wait the failure is not reported. */
    private static CommandOutcome stays(Machine machine, boolean waits) {
        if (!waits) {
            return CommandOutcome.ok("");
        }
        return CommandOutcome.failed(machine.address()
                        + ": task leaveEtcd (1/1): failed: failed to leave cluster: etcdserver: re-configuration failed"
                        + " due to not enough started members")
                .after(DRAINS_IN);
    }

    private static CommandOutcome result(Machine machine, boolean waits, boolean returns) {
        if (!waits) {
            return CommandOutcome.ok("");
        }
        var took = returns ? Machine.RESETS_IN.plus(Machine.BOOTS_IN) : Machine.RESETS_IN;
        return CommandOutcome.ok("")
                .saying("watching nodes: [%1$s]\n    * %1$s: post check passed\n".formatted(machine.address()))
                .after(took);
    }
}
