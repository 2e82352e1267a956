package dev.kaltstart.backup.proof;

import dev.kaltstart.kubernetes.pod.PodEnd;
import dev.kaltstart.kubernetes.pod.PodUser;
import dev.kaltstart.kubernetes.pod.ShortPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod that writes a sentinel to a volume, or removes one: a file with a UUID that only Kaltstart knows. A backup that has the
 * sentinel was made after it, and of this volume.
 */
public final class SentinelPod {

    /** The label of these pods; the variable ACTION says what they do. */
    public static final String LABEL = "kaltstart.dev/sentinel";

    /** Beside the data, in a folder of its own that applications and scans pass over. */
    public static final String FILE = ".kaltstart/sentinel";

    /**
     * Constant. The application may have put anything in the way: a link is refused, and the file is replaced by a rename,
     * which follows none.
     */
    private static final String SCRIPT = """
            set -u
            cd /data || exit 2
            [ ! -L .kaltstart ] || exit 4
            case "$ACTION" in
            write)
              mkdir -p .kaltstart || exit 3
              rm -f .kaltstart/sentinel.new || exit 3
              (set -C; printf '%s\\n%s\\n' "$SENTINEL" "$WRITTEN" > .kaltstart/sentinel.new) || exit 3
              mv -f .kaltstart/sentinel.new .kaltstart/sentinel || exit 3
              sync
              [ -f .kaltstart/sentinel ] || exit 3
              printf 'sentinel=%s\\n' "$(head -c 36 .kaltstart/sentinel)" > /dev/termination-log
              ;;
            remove)
              rm -f .kaltstart/sentinel .kaltstart/sentinel.new
              rmdir .kaltstart 2>/dev/null
              [ ! -e .kaltstart/sentinel ] || exit 3
              printf 'removed\\n' > /dev/termination-log
              ;;
            esac
            """;

    private final KubernetesClient client;
    private final String namespace;
    private final String claim;
    private final String sentinel;
    private final Action action;
    private final ShortPod pod;

    /** What becomes of the sentinel. */
    public enum Action {
        WRITE,
        REMOVE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SentinelPod(KubernetesClient client, String namespace, String claim, String sentinel, Action action) {
        this.client = client;
        this.namespace = namespace;
        this.claim = claim;
        this.sentinel = sentinel;
        this.action = action;
        this.pod = new ShortPod(client, namespace, name());
    }

    public String name() {
        return "kaltstart-sentinel-" + action.word() + "-"
                + String.format(Locale.ROOT, "%08x", (claim + "/" + sentinel).hashCode());
    }

    /** @param now is written beside the sentinel, for people */
    public void begin(String image, Instant now) {
        Optional<Pod> user = mounts(client, namespace, claim);
        PodUser as = user.map(PodUser::of).orElse(PodUser.ROOT);
        pod.begin(
                image,
                new ShortPod.Task(
                        LABEL,
                        SCRIPT,
                        Map.of("ACTION", action.word(), "SENTINEL", sentinel, "WRITTEN", now.toString()),
                        claim,
                        user.map(one -> one.getSpec().getNodeName()).orElse(null),
                        true,
                        as,
                        as.root() ? "DAC_OVERRIDE" : null));
    }

    /** A running pod that has the claim mounted: only its node can mount the claim a second time. */
    public static Optional<Pod> mounts(KubernetesClient client, String namespace, String claim) {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(one -> one.getStatus() != null
                        && "Running".equals(one.getStatus().getPhase()))
                .filter(one -> one.getSpec().getNodeName() != null)
                .filter(one -> one.getSpec().getVolumes().stream()
                        .map(Volume::getPersistentVolumeClaim)
                        .filter(Objects::nonNull)
                        .anyMatch(source -> claim.equals(source.getClaimName())))
                .findFirst();
    }

    /** Empty while the pod has not ended. */
    public Optional<Ended> end() {
        return pod.end().map(this::ended);
    }

    private Ended ended(PodEnd end) {
        String expected = action == Action.WRITE ? "sentinel=" + sentinel : "removed";
        return end.succeeded() && end.message().strip().equals(expected)
                ? new Ended(true, "", pod.finished().orElse(null))
                : new Ended(false, problem(end), null);
    }

    private static String problem(PodEnd end) {
        return switch (end.exitCode()) {
            case "2" -> "the volume cannot be entered";
            case "3" -> "the volume cannot be written";
            case "4" -> ".kaltstart on the volume is a link";
            default -> "exit code " + end.exitCode() + ", and not the expected answer";
        };
    }

    /**
     * @param problem blank when it is done
     * @param at on the clock of the node; null when the pod does not say
     */
    public record Ended(
            boolean done, String problem, @Nullable Instant at) {}

    public String state() {
        return pod.state();
    }

    public boolean begun() {
        return pod.begun();
    }

    public void remove() {
        pod.remove();
    }

    /**
     * Removes the pod, and waits until it is gone.
     *
     * @throws dev.kaltstart.engine.Failure.Retryable when it is still there after half a minute
     */
    public void stop() {
        pod.stop();
    }
}
