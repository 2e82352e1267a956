package dev.kaltstart.backup.proof;

import dev.kaltstart.kubernetes.pod.PodEnd;
import dev.kaltstart.kubernetes.pod.PodUser;
import dev.kaltstart.kubernetes.pod.ShortPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that tries to reach the API server. A NetworkPolicy is only an object: whether the cluster's network obeys it is seen
 * by trying, and whether the try means anything by a second pod that the policy leaves out.
 */
public final class EgressPod {

    /** The label of the pod that the policy leaves out. */
    public static final String OPEN = "kaltstart.dev/egress-open";

    /** The label of the pod that the policy has to stop. */
    public static final String CLOSED = "kaltstart.dev/egress-closed";

    /** Ten tries: a network needs a while to apply a policy to a new pod. The last five count. */
    private static final String SCRIPT = """
            set -u
            reached=0
            for try in 1 2 3 4 5 6 7 8 9 10; do
              if nc -z -w 3 "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT" 2>/dev/null; then
                [ "$try" -le 5 ] || reached=$((reached + 1))
              fi
              sleep 2
            done
            printf 'reached=%d\\n' "$reached" > /dev/termination-log
            """;

    private final ShortPod pod;
    private final String label;

    /** @param label {@link #OPEN} or {@link #CLOSED} */
    public EgressPod(KubernetesClient client, String namespace, String label) {
        this.label = label;
        this.pod = new ShortPod(client, namespace, label.substring(label.indexOf('/') + 1));
    }

    public void begin(String image) {
        pod.begin(
                image,
                new ShortPod.Task(
                        label, SCRIPT, Map.of(), null, null, false, new PodUser(65_534L, 65_534L, List.of()), null));
    }

    /** Whether the API server was reached; empty while that is not known, or when the pod has failed. */
    public Optional<Boolean> reached() {
        return pod.end()
                .filter(PodEnd::succeeded)
                .map(end -> end.message().strip())
                .filter(message -> message.matches("reached=[0-5]"))
                .map(message -> !message.equals("reached=0"));
    }

    public boolean failed() {
        return pod.end().filter(end -> !end.succeeded()).isPresent();
    }

    public String state() {
        return pod.state();
    }

    public void remove() {
        pod.remove();
    }
}
