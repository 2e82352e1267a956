package dev.kaltstart.kubernetes.pod;

import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod that runs one constant script and answers with its termination message, so that no log has to be read. Without a
 * token, without any capability that is not named, and not part of any Service or workload.
 */
public final class ShortPod {

    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/managed-by", "kaltstart");

    private static final int GONE_SECONDS = 30;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    public ShortPod(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * @param claim mounted at /data; null for none
     * @param node on which it has to run, because the claim is mounted there; null for any
     * @param writes the claim is mounted writable
     * @param capability the only one that its root has; null when it has none
     */
    public record Task(
            String label,
            String script,
            Map<String, String> environment,
            @Nullable String claim,
            @Nullable String node,
            boolean writes,
            PodUser user,
            @Nullable String capability) {}

    public boolean begun() {
        return pod().get() != null;
    }

    /** Does nothing when the pod exists. */
    public void begin(String image, Task task) {
        if (!begun()) {
            client.resource(newPod(image, task)).create();
        }
    }

    /** Empty while the pod has not ended. */
    public Optional<PodEnd> end() {
        @Nullable Pod pod = pod().get();
        if (pod == null || pod.getStatus() == null) {
            return Optional.empty();
        }
        String phase = Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        return phase.equals("Succeeded") || phase.equals("Failed")
                ? Optional.of(new PodEnd(phase.equals("Succeeded"), message(pod), exitCode(pod)))
                : Optional.empty();
    }

    /** When the script ended, on the clock of the pod's node. */
    public Optional<Instant> finished() {
        return Optional.ofNullable(pod().get())
                .flatMap(ShortPod::terminated)
                .map(ContainerStateTerminated::getFinishedAt)
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }

    /** For people: {@code office/kaltstart-probe-1a2b} is Pending. */
    public String state() {
        @Nullable Pod pod = pod().get();
        String phase = pod == null || pod.getStatus() == null
                ? "not there"
                : String.valueOf(pod.getStatus().getPhase());
        return namespace + "/" + name + " is " + phase;
    }

    /** Why it has not started, as {@code ErrImagePull}; empty when it does not say. */
    public Optional<String> waiting() {
        return Optional.ofNullable(pod().get()).stream()
                .flatMap(pod -> statuses(pod).stream())
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> Objects.requireNonNullElse(state.getWaiting().getReason(), ""))
                .filter(reason -> !reason.isEmpty())
                .findFirst();
    }

    public void remove() {
        pod().delete();
    }

    public void stop() {
        pod().delete();
        try {
            pod().waitUntilCondition(Objects::isNull, GONE_SECONDS, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new Failure.Retryable("POD_STAYS", "the pod " + state() + " and does not stop");
        }
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
        return statuses(pod).stream()
                .filter(status -> status.getState() != null)
                .map(status -> status.getState().getTerminated())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
    }

    private Pod newPod(String image, Task task) {
        var labels = new HashMap<>(OURS);
        labels.put(task.label(), "true");
        var container = new ContainerBuilder()
                .withName("probe")
                .withImage(image)
                .withCommand("/bin/sh", "-c", task.script())
                .withEnv(task.environment().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new EnvVar(entry.getKey(), entry.getValue(), null))
                        .toList())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withRunAsUser(task.user().user())
                .withRunAsGroup(task.user().group())
                .withCapabilities(capabilities(task))
                .endSecurityContext();
        var spec = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName(task.node())
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withSupplementalGroups(task.user().more())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        if (task.claim() != null) {
            container
                    .addNewVolumeMount()
                    .withName("data")
                    .withMountPath("/data")
                    .withReadOnly(!task.writes())
                    .endVolumeMount();
            spec.addNewVolume()
                    .withName("data")
                    .withNewPersistentVolumeClaim(task.claim(), !task.writes())
                    .endVolume();
        }
        return spec.withContainers(container.build()).endSpec().build();
    }

    private static Capabilities capabilities(Task task) {
        return new Capabilities(Stream.ofNullable(task.capability()).toList(), List.of("ALL"));
    }
}
