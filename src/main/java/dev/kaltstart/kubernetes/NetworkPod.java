package dev.kaltstart.kubernetes;

import dev.kaltstart.kubernetes.pod.PodEnd;
import dev.kaltstart.kubernetes.pod.PodUser;
import dev.kaltstart.kubernetes.pod.ShortPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod on one node that tries what every application needs: the API server by the address of its Service, the same by its name,
 * and the pods of the DNS server on all nodes, at their own addresses.
 */
final class NetworkPod {

    static final String NAMESPACE = "default";
    static final String LABEL = "kaltstart.dev/network-probe";

    /** For three minutes, and no longer than needed: a network takes a while after its node is Ready. */
    private static final String SCRIPT = """
            set -u
            end=$(( $(date +%s) + 180 ))
            while :; do
              api=0 name=0 closed=''
              nc -z -w 3 "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT" 2>/dev/null && api=1
              nc -z -w 3 "$NAME" "$KUBERNETES_SERVICE_PORT" 2>/dev/null && name=1
              for peer in $PEERS; do
                nc -z -w 3 "${peer%=*}" "${peer#*=}" 2>/dev/null || closed="$closed,${peer%=*}"
              done
              [ "$api$name$closed" = 11 ] && break
              [ "$(date +%s)" -lt "$end" ] || break
              sleep 3
            done
            printf 'api=%d name=%d closed=%s\\n' "$api" "$name" "${closed#,}" > /dev/termination-log
            """;

    private static final Pattern ANSWER = Pattern.compile("api=([01]) name=([01]) closed=([0-9a-fA-F.:,]*)");

    private final ShortPod pod;
    private final String node;

    /** @param attempt the same after a crash, another one for another try */
    NetworkPod(KubernetesClient client, String attempt, String node) {
        this.node = node;
        this.pod = new ShortPod(client, NAMESPACE, name(attempt, node));
    }

    static String name(String attempt, String node) {
        byte[] text = (attempt + "|" + node).getBytes(StandardCharsets.UTF_8);
        return "kaltstart-network-"
                + UUID.nameUUIDFromBytes(text).toString().replace("-", "").substring(0, 12);
    }

    String node() {
        return node;
    }

    boolean begun() {
        return pod.begun();
    }

    /** @param peers as address=port */
    void begin(String image, List<String> peers) {
        pod.begin(
                image,
                new ShortPod.Task(
                        LABEL,
                        SCRIPT,
                        Map.of("NAME", "kubernetes.default.svc", "PEERS", String.join(" ", peers)),
                        null,
                        node,
                        false,
                        new PodUser(65_534L, 65_534L, List.of()),
                        null));
    }

    /** What does not work on the node, blank when all does; empty while that is not known. */
    Optional<String> trouble() {
        return pod.end().map(this::trouble);
    }

    private String trouble(PodEnd end) {
        Matcher answer = ANSWER.matcher(end.message().strip());
        if (!end.succeeded() || !answer.matches()) {
            return node + ": the pod failed with exit code " + end.exitCode();
        }
        if (answer.group(1).equals("0")) {
            return node + ": a pod does not reach the API server by its Service";
        }
        if (!answer.group(3).isEmpty()) {
            return node + ": a pod does not reach the DNS pods at "
                    + answer.group(3).replace(",", ", ");
        }
        return answer.group(2).equals("0") ? node + ": a pod cannot resolve the name of the API server" : "";
    }

    String state() {
        return pod.state() + pod.waiting().map(reason -> " (" + reason + ")").orElse("") + " on " + node;
    }

    boolean cannotPull() {
        return pod.waiting()
                .filter(reason -> reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff"))
                .isPresent();
    }

    void remove() {
        pod.remove();
    }
}
