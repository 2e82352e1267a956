package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Ready condition of a node, with its context.
 *
 * @param since transition time of the condition; null when unknown
 * @param machine node info as last reported by the kubelet; null when never reported or the API is down
 */
public record Readiness(
        State state,
        String message,
        @Nullable Instant since,
        @Nullable MachineUuid machine) {

    private static final int SERVER_FAULT = 500;

    /** {@code SILENT}: the kubelet stopped reporting; {@code GONE}: the Node object does not exist. */
    public enum State {
        READY,
        NOT_READY,
        SILENT,
        GONE,
        /** The Kubernetes API is unreachable or answers with a server error, as it does without etcd. */
        API_UNREACHABLE
    }

    /** @throws KubernetesClientException when the API refuses to answer */
    public static Readiness of(KubernetesClient client, Node node) {
        try {
            var object = client.nodes().withName(node.name().value()).get();
            return object == null ? new Readiness(State.GONE, "Kubernetes has no such node", null, null) : read(object);
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0 && e.getCode() < SERVER_FAULT) {
                throw e;
            }
            String message = e.getCode() > 0 ? "answers with a fault, " + e.getCode() : "cannot be reached";
            return new Readiness(State.API_UNREACHABLE, "the Kubernetes API " + message, null, null);
        }
    }

    static Readiness read(io.fabric8.kubernetes.api.model.Node object) {
        MachineUuid machine = NodeObject.machine(object).orElse(null);
        return condition(object, "Ready")
                .map(ready -> read(ready, machine))
                .orElseGet(() -> new Readiness(State.SILENT, "the kubelet has never reported", null, machine));
    }

    private static Readiness read(NodeCondition ready, @Nullable MachineUuid machine) {
        String message = "Ready=" + ready.getStatus()
                + (ready.getReason() == null ? "" : " (" + ready.getReason() + ")")
                + (ready.getLastHeartbeatTime() == null ? "" : ", last heartbeat " + ready.getLastHeartbeatTime());
        return new Readiness(state(ready.getStatus()), message, instant(ready.getLastTransitionTime()), machine);
    }

    private static State state(String status) {
        if ("True".equals(status)) {
            return State.READY;
        }
        return "False".equals(status) ? State.NOT_READY : State.SILENT;
    }

    static Optional<NodeCondition> condition(io.fabric8.kubernetes.api.model.Node object, String type) {
        return object.getStatus() == null
                ? Optional.empty()
                : object.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private static @Nullable Instant instant(@Nullable String time) {
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    public boolean ready() {
        return state == State.READY;
    }
}
