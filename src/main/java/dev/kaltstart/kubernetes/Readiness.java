package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes says about a node.
 *
 * @param since when it began to say so; null when it does not tell
 */
public record Readiness(State state, String words, @Nullable Instant since) {

    /** {@code SILENT}: the kubelet has not been heard of; {@code GONE}: there is no such object. */
    public enum State {
        READY,
        NOT_READY,
        SILENT,
        GONE,
        /** Nobody answers at the Kubernetes API at all. */
        API_UNREACHABLE
    }

    /** @throws KubernetesClientException when the API answers, but with an error */
    public static Readiness of(KubernetesClient client, Node node) {
        try {
            var object = client.nodes().withName(node.name().value()).get();
            return object == null ? new Readiness(State.GONE, "Kubernetes has no such node", null) : read(object);
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0) {
                throw e;
            }
            return new Readiness(State.API_UNREACHABLE, "the Kubernetes API cannot be reached", null);
        }
    }

    static Readiness read(io.fabric8.kubernetes.api.model.Node object) {
        return condition(object, "Ready")
                .map(Readiness::read)
                .orElseGet(() -> new Readiness(State.SILENT, "the kubelet has never reported", null));
    }

    private static Readiness read(NodeCondition ready) {
        String words = "Ready=" + ready.getStatus()
                + (ready.getReason() == null ? "" : " (" + ready.getReason() + ")")
                + (ready.getLastHeartbeatTime() == null ? "" : ", last heartbeat " + ready.getLastHeartbeatTime());
        return new Readiness(state(ready.getStatus()), words, instant(ready.getLastTransitionTime()));
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

    /** What the kubelet once reported about its machine; empty when nobody can be asked. */
    public static Optional<String> systemUuid(KubernetesClient client, Node node) {
        try {
            return Optional.ofNullable(
                            client.nodes().withName(node.name().value()).get())
                    .map(object -> object.getStatus())
                    .map(status -> status.getNodeInfo())
                    .map(info -> info.getSystemUUID());
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    public boolean ready() {
        return state == State.READY;
    }
}
