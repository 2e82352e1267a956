package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.life.Nodes;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.ArrayList;

/** {@code talosctl health}: words on standard error, and nothing but the exit code to go by. */
final class Health {

    static final String FLAGS =
            "server wait-timeout= control-plane-nodes= init-node= worker-nodes= k8s-endpoint= run-e2e";

    private Health() {}

    static CommandOutcome health(TalosCall call) {
        return call.single("health", machine -> {
            if (!machine.controlPlane()) {
                return TalosCall.rpc("Unimplemented", "health is only available on control plane nodes");
            }
            var problem = problem(call.world());
            if (problem.isEmpty()) {
                return CommandOutcome.ok("")
                        .saying("waiting for all k8s nodes to report ready: OK\n")
                        .after(Duration.ofSeconds(5));
            }
            var patience = GoDuration.parse(call.flags().value("wait-timeout", "20m"));
            return CommandOutcome.failed(
                            "waiting for %s\nhealthcheck error: rpc error: code = DeadlineExceeded desc = context deadline exceeded"
                                    .formatted(problem))
                    .after(patience);
        });
    }

    private static String problem(World world) {
        if (!world.apiWorks()) {
            return "etcd to be healthy: ...";
        }
        var missing = new ArrayList<String>();
        world.machines().forEach(machine -> {
            var node = world.objects().find(Kinds.NODE.key(machine.name()));
            if (node.isEmpty() || !Nodes.ready(node.get())) {
                missing.add(machine.name());
            }
        });
        return missing.isEmpty()
                ? ""
                : "all k8s nodes to report ready: some nodes are not ready: " + Json.write(missing);
    }
}
