package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Site;
import java.time.Instant;

/** Queries on nodes, and the content of a Node object. */
public final class Nodes {

    public static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    public static final String NOT_READY = "node.kubernetes.io/not-ready";
    public static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
    public static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
    /** How the names of nodes begin whose real ones are not known. */
    public static final String MADE_UP = "made-up-";

    static final String CORDONED = "node.kubernetes.io/unschedulable";

    private Nodes() {}

    static boolean madeUp(JsonNode node) {
        return Json.text(node, "metadata", "name").startsWith(MADE_UP);
    }

    public static boolean ready(JsonNode node) {
        return Conditions.is(node, "Ready", "True");
    }

    static boolean ready(Objects objects, String name) {
        return objects.find(Kinds.NODE.key(name)).filter(Nodes::ready).isPresent();
    }

    public static boolean cordoned(JsonNode node) {
        return Json.at(node, "spec", "unschedulable").asBoolean();
    }

    static boolean tainted(JsonNode node, String key) {
        return indexOf(Json.at(node, "spec", "taints"), key, "") >= 0;
    }

    static void taint(ObjectNode node, String key, String effect, Instant now) {
        var taints = Json.list(Json.within(node, "spec"), "taints");
        if (indexOf(taints, key, effect) < 0) {
            taints.addObject().put("key", key).put("effect", effect).put("timeAdded", Json.time(now));
        }
    }

    static void untaint(ObjectNode node, String key) {
        if (Json.at(node, "spec", "taints") instanceof ArrayNode taints) {
            for (int at = indexOf(taints, key, ""); at >= 0; at = indexOf(taints, key, "")) {
                taints.remove(at);
            }
            if (taints.isEmpty()) {
                Json.within(node, "spec").remove("taints");
            }
        }
    }

    private static int indexOf(JsonNode taints, String key, String effect) {
        for (int i = 0; i < taints.size(); i++) {
            if (key.equals(Json.text(taints.get(i), "key"))
                    && (effect.isEmpty() || effect.equals(Json.text(taints.get(i), "effect")))) {
                return i;
            }
        }
        return -1;
    }

    /** As a kubelet registers it. @param tainted control planes of this cluster take no ordinary pods */
    public static ObjectNode object(Machine machine, Site site, boolean tainted) {
        var node = Json.object();
        var labels = Json.within(node, "metadata", "labels");
        labels.put("kubernetes.io/hostname", machine.name()).put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", "amd64");
        var spec = Json.within(node, "spec");
        if (machine.controlPlane()) {
            labels.put(CONTROL_PLANE, "");
            if (tainted) {
                spec.putArray("taints").addObject().put("key", CONTROL_PLANE).put("effect", "NoSchedule");
            }
        }
        var addresses = Json.list(Json.within(node, "status"), "addresses");
        addresses.addObject().put("type", "InternalIP").put("address", machine.address());
        addresses.addObject().put("type", "Hostname").put("address", machine.name());
        describe(node, machine, site);
        return node;
    }

    /** The kubelet's information about its machine. */
    static void describe(ObjectNode node, Machine machine, Site site) {
        Json.within(node, "status", "nodeInfo")
                .put("systemUUID", machine.uuid())
                .put("machineID", machine.uuid().replace("-", ""))
                .put("osImage", "Talos (%s)".formatted(site.talosVersion()))
                .put("operatingSystem", "linux")
                .put("architecture", "amd64")
                .put("kubeletVersion", site.kubernetesVersion())
                .put("containerRuntimeVersion", "containerd://2.1.5");
        var capacity = Json.object().put("cpu", "8").put("memory", "32Gi").put("pods", "110");
        Json.within(node, "status").<ObjectNode>set("capacity", capacity).set("allocatable", capacity);
    }

    /** All conditions as a living kubelet reports them. */
    public static void report(ObjectNode node, boolean ready, Instant now) {
        for (String pressure : new String[] {"MemoryPressure", "DiskPressure", "PIDPressure"}) {
            Conditions.set(node, pressure, "False", "KubeletHasNo" + pressure, "kubelet has no pressure", now);
        }
        Conditions.set(node, "NetworkUnavailable", "False", "CiliumIsUp", "Cilium is running on this node", now);
        if (ready) {
            Conditions.set(node, "Ready", "True", "KubeletReady", "kubelet is posting ready status", now);
        } else {
            Conditions.set(
                    node,
                    "Ready",
                    "False",
                    "KubeletNotReady",
                    "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady"
                            + " message:Network plugin returns error: cni plugin not initialized",
                    now);
        }
        beat(node, now);
    }

    static void beat(ObjectNode node, Instant now) {
        for (JsonNode condition : Json.at(node, "status", "conditions")) {
            ((ObjectNode) condition).put("lastHeartbeatTime", Json.time(now));
        }
    }

    /** All conditions of a silent node. */
    static void lose(ObjectNode node, Instant now) {
        for (String type : new String[] {"MemoryPressure", "DiskPressure", "PIDPressure", "Ready"}) {
            Conditions.set(node, type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", now);
        }
    }
}
