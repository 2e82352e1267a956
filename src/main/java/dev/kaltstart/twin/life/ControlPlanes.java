package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;

/** The static pods of a control plane show themselves in the API as mirrors, owned by their node. */
public final class ControlPlanes implements Rule {

    private static final List<String> STATIC = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    @Override
    public void apply(World world, Instant now) {
        for (Machine machine : world.machines()) {
            if (machine.controlPlane()
                    && world.kubeletRuns(machine.name())
                    && world.etcd().runs(machine)) {
                STATIC.forEach(name -> mirror(world, machine.name(), name, now));
            }
        }
    }

    private static void mirror(World world, String node, String name, Instant now) {
        var key = Kinds.POD.key("kube-system", name + "-" + node);
        if (world.objects().find(key).isEmpty()) {
            world.objects().create(key, pod(node, name, now), now);
        }
    }

    private static ObjectNode pod(String node, String name, Instant now) {
        var pod = Json.of("""
                {'metadata': {'labels': {'component': '%2$s', 'tier': 'control-plane'},
                              'annotations': {'kubernetes.io/config.mirror': '%2$s', 'kubernetes.io/config.source': 'file'},
                              'ownerReferences': [{'apiVersion': 'v1', 'kind': 'Node', 'name': '%1$s', 'uid': '%1$s',
                                                   'controller': true}]},
                 'spec': {'nodeName': '%1$s', 'hostNetwork': true,
                          'tolerations': [{'operator': 'Exists'}],
                          'containers': [{'name': '%2$s', 'image': 'registry.k8s.io/%2$s'}]}}""", node, name);
        Pods.run(pod, now);
        return pod;
    }
}
