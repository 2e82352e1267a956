package dev.kaltstart.backup.proof;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod that mounts one claim read-only and counts what is on it. Bound and Running prove nothing: an empty volume is bound,
 * too. The result is the pod's termination message, at most 4096 bytes, so that no log has to be read.
 */
public final class VolumeProbe {

    /** The label of these pods. */
    public static final String LABEL = "kaltstart.dev/volume-probe";

    /** Constant: nothing of the cluster's becomes part of a command. A volume has lost+found when it is new. */
    private static final String SCRIPT = """
            set -u
            cd /data || exit 2
            files=$(find . -type f ! -path './lost+found/*' 2>/dev/null | head -n 100000 | wc -l) || exit 3
            kilobytes=$(du -sk . 2>/dev/null | cut -f1)
            printf 'files=%d\\nbytes=%d\\n' "$files" "$((kilobytes * 1024))" > /dev/termination-log
            """;

    private final KubernetesClient client;
    private final String namespace;
    private final String claim;
    private final String name;

    /** @param attempt names one look at the claim; the same after a crash */
    public VolumeProbe(KubernetesClient client, String namespace, String claim, String attempt) {
        this.client = client;
        this.namespace = namespace;
        this.claim = claim;
        this.name = "kaltstart-probe-" + String.format(Locale.ROOT, "%08x", (claim + "/" + attempt).hashCode());
    }

    public boolean begun() {
        return pod().get() != null;
    }

    /** @param image with a shell, find and du */
    public void begin(String image) {
        if (!begun()) {
            client.resource(newPod(image)).create();
        }
    }

    /** Empty while the pod has not ended. */
    public Optional<ProbeEnd> end() {
        @Nullable Pod pod = pod().get();
        if (pod == null || pod.getStatus() == null) {
            return Optional.empty();
        }
        return switch (Objects.requireNonNullElse(pod.getStatus().getPhase(), "")) {
            case "Succeeded" ->
                Optional.of(VolumeContent.parse(message(pod))
                        .map(ProbeEnd::of)
                        .orElseGet(() -> ProbeEnd.unreadable("the pod has printed no result")));
            case "Failed" -> Optional.of(ProbeEnd.unreadable("the volume cannot be read: exit code " + exitCode(pod)));
            default -> Optional.empty();
        };
    }

    /** Why the pod does not run yet, as far as it says. */
    public String waiting() {
        @Nullable Pod pod = pod().get();
        String phase = pod == null || pod.getStatus() == null
                ? "not there"
                : String.valueOf(pod.getStatus().getPhase());
        return "the pod " + namespace + "/" + name + " that reads the claim " + claim + " is " + phase;
    }

    public void remove() {
        pod().delete();
    }

    private PodResource pod() {
        return client.pods().inNamespace(namespace).withName(name);
    }

    private static String message(Pod pod) {
        return terminated(pod).map(ContainerStateTerminated::getMessage).orElse("");
    }

    private static String exitCode(Pod pod) {
        return terminated(pod)
                .map(ContainerStateTerminated::getExitCode)
                .map(String::valueOf)
                .orElse("unknown");
    }

    private static Optional<ContainerStateTerminated> terminated(Pod pod) {
        List<ContainerStatus> statuses =
                Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
        return statuses.stream()
                .filter(status -> status.getState() != null)
                .map(status -> status.getState().getTerminated())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Runs as root to read files of any owner, without any other right; not part of any Service or workload. */
    private Pod newPod(String image) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("app.kubernetes.io/managed-by", "kaltstart", LABEL, "true"))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("probe")
                .withImage(image)
                .withCommand("/bin/sh", "-c", SCRIPT)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withRunAsUser(0L)
                .withNewCapabilities()
                .addToAdd("DAC_READ_SEARCH")
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .withReadOnly(true)
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim(claim, true)
                .endVolume()
                .endSpec()
                .build();
    }
}
