package dev.kaltstart.backup.proof;

import dev.kaltstart.kubernetes.pod.PodUser;
import dev.kaltstart.kubernetes.pod.ShortPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod that mounts one claim read-only and counts what is on it. Bound and Running prove nothing: an empty volume is bound,
 * too.
 */
public final class VolumeProbe {

    /** The label of these pods. */
    public static final String LABEL = "kaltstart.dev/volume-probe";

    /**
     * Constant: nothing of the cluster's becomes part of a command. A volume has lost+found when it is new, and a sentinel is
     * not the application's data.
     */
    private static final String SCRIPT = """
            set -u
            cd /data || exit 2
            files=$(find . -type f ! -path './lost+found/*' ! -path './.kaltstart/*' 2>/dev/null | head -n 100000 | wc -l) || exit 3
            kilobytes=$(du -sk . 2>/dev/null | cut -f1)
            sentinel=
            if [ -f .kaltstart/sentinel ]; then
              sentinel=$(head -c 36 .kaltstart/sentinel 2>/dev/null | tr -cd '0-9a-f-')
            fi
            printf 'files=%d\\nbytes=%d\\nsentinel=%s\\n' "$files" "$((kilobytes * 1024))" "$sentinel" > /dev/termination-log
            """;

    private final ShortPod pod;
    private final String claim;

    /** @param attempt names one look at the claim; the same after a crash */
    public VolumeProbe(KubernetesClient client, String namespace, String claim, String attempt) {
        this.claim = claim;
        this.pod = new ShortPod(
                client,
                namespace,
                "kaltstart-probe-" + String.format(Locale.ROOT, "%08x", (claim + "/" + attempt).hashCode()));
    }

    public boolean begun() {
        return pod.begun();
    }

    /** @param image with a shell, find and du */
    public void begin(String image) {
        begin(image, null);
    }

    /** @param node that has the claim mounted already; null when no pod uses the claim */
    public void begin(String image, @Nullable String node) {
        // as root, to read files of any owner, without any other right
        pod.begin(
                image, new ShortPod.Task(LABEL, SCRIPT, Map.of(), claim, node, false, PodUser.ROOT, "DAC_READ_SEARCH"));
    }

    /** Empty while the pod has not ended. */
    public Optional<ProbeEnd> end() {
        return pod.end()
                .map(end -> end.succeeded()
                        ? VolumeContent.parse(end.message())
                                .map(ProbeEnd::of)
                                .orElseGet(() -> ProbeEnd.unreadable("the pod has printed no result"))
                        : ProbeEnd.unreadable("the volume cannot be read: exit code " + end.exitCode()));
    }

    /** Why the pod does not run yet, as far as it says. */
    public String waiting() {
        return "the pod " + pod.state() + "; it reads the claim " + claim;
    }

    public void remove() {
        pod.remove();
    }
}
