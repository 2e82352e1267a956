package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Budgets;
import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The damage before the alert. */
final class Damage {

    private final World world;
    private final Instant at;

    Damage(World world, Instant at) {
        this.world = world;
        this.at = at;
    }

    void happen() {
        if (suffers(Fault.CLUSTER_LOST)) {
            new ClusterLoss(world, at).happen();
            return;
        }
        if (suffers(Fault.ETCD_QUORUM_LOST)) {
            loseQuorum();
        }
        world.subject().ifPresent(this::strike);
        if (world.origin().exists()) {
            new DriftDamage(world, at).happen();
        }
    }

    private boolean suffers(Fault fault) {
        return world.order().suffers(fault);
    }

    private void strike(Machine subject) {
        if (suffers(Fault.DRAIN_BLOCKED) || suffers(Fault.DRAIN_BLOCKED_ONCE)) {
            victim(subject).ifPresent(this::guard);
        }
        if (suffers(Fault.POD_WITHOUT_OWNER)) {
            orphan(subject);
        }
        if (suffers(Fault.LAST_REPLICA)) {
            leaveOneReplica(subject);
        }
        if (suffers(Fault.ETCD_LEFTOVER)) {
            world.etcd().addUnstarted(subject, at);
        }
        if (suffers(Fault.ETCD_MOVED)) {
            // of the addresses that documentation may use
            world.etcd().move(subject, "198.51.100.13");
        }
        if (suffers(Fault.NODE_DEAD)) {
            subject.powerOff(at);
        } else if (suffers(Fault.KUBELET_DEAD) || suffers(Fault.NODE_SLOW)) {
            subject.breakKubelet(true, at);
        }
    }

    /** Keeps one control plane alive to answer requests; never the subject. */
    private void loseQuorum() {
        var survivor = world.machines().stream()
                .filter(machine -> machine.controlPlane()
                        && !machine.name().equals(world.order().subject()))
                .findFirst()
                .map(Machine::name)
                .orElse("");
        world.machines().stream()
                .filter(machine -> machine.controlPlane() && !machine.name().equals(survivor))
                .forEach(machine -> machine.powerOff(at));
    }

    /** A pod that a drain would have to evict, with data before one without. */
    private Optional<ObjectNode> victim(Machine subject) {
        return world.objects().list(Kinds.POD).stream()
                .filter(pod -> subject.name().equals(Pods.node(pod)))
                .filter(pod -> !Pods.belongsToNode(pod)
                        && Json.at(pod, "metadata", "labels").has("app.kubernetes.io/name"))
                .min(Comparator.comparing(pod -> Pods.claims(pod).isEmpty() + Json.text(pod, "metadata", "name")));
    }

    private void guard(ObjectNode pod) {
        var name = Json.text(pod, "metadata", "labels", "app.kubernetes.io/name");
        var budget = Json.of(
                "{'spec': {'minAvailable': 1, 'selector': {'matchLabels': {'app.kubernetes.io/name': '%s'}}}}", name);
        world.objects().create(Kinds.BUDGET.key(Json.text(pod, "metadata", "namespace"), Budgets.BLOCKER), budget, at);
        // else the taint of the silent node evicts it after five minutes, budget or not, and nothing is left to block
        world.objects()
                .update(
                        Pods.key(pod),
                        object -> Json.within(object, "spec")
                                .set("tolerations", Json.of("""
                        {'all': [{'key': 'node.kubernetes.io/unreachable', 'operator': 'Exists'},
                                 {'key': 'node.kubernetes.io/not-ready', 'operator': 'Exists'}]}""").get("all")));
    }

    private void orphan(Machine subject) {
        var pod = Json.of("""
                {'metadata': {'labels': {'run': 'debug'}},
                 'spec': {'nodeName': '%s', 'restartPolicy': 'Always',
                          'containers': [{'name': 'debug', 'image': 'registry.example/debug:1'}]}}""", subject.name());
        Pods.run(pod, at);
        world.objects().create(Kinds.POD.key("default", "debug"), pod, at);
    }

    /** A volume reduced to one replica to save space, one with a backup first. Does nothing where the node stores nothing. */
    private void leaveOneReplica(Machine subject) {
        world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> subject.name().equals(Json.text(replica, "spec", "nodeID")))
                .map(replica -> Json.text(replica, "spec", "volumeName"))
                .min(Comparator.comparing((String volume) -> !backedUp(volume)).thenComparing(this::claim))
                .ifPresent(volume -> keepOnly(volume, subject.name()));
    }

    private boolean backedUp(String volume) {
        return world.objects().list(Kinds.REPLICATION_SOURCE).stream()
                .anyMatch(source -> claim(volume)
                        .equals(Json.text(source, "metadata", "namespace") + "/"
                                + Json.text(source, "spec", "sourcePVC")));
    }

    private String claim(String volume) {
        return world.objects()
                .find(Kinds.VOLUME.key(volume))
                .map(object -> Json.text(object, "spec", "claimRef", "namespace") + "/"
                        + Json.text(object, "spec", "claimRef", "name"))
                .orElse("");
    }

    private void keepOnly(String volume, String node) {
        var key = new ObjectKey(Kinds.LONGHORN_VOLUME, "longhorn-system", volume);
        world.objects().update(key, object -> Json.within(object, "spec").put("numberOfReplicas", 1));
        world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> volume.equals(Json.text(replica, "spec", "volumeName")))
                .filter(replica -> !node.equals(Json.text(replica, "spec", "nodeID")))
                .forEach(replica -> world.objects().remove(Objects.key(Kinds.REPLICA, replica)));
    }
}
