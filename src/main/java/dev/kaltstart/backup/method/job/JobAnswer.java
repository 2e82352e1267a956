package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.Moments;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Job of Kaltstart's has come to.
 *
 * @param said by the pod that ended last, in its termination message; empty when no pod has said anything
 * @param waiting why the pod does not run yet, a word of Kubernetes; blank when it does, or when nothing says so
 */
record JobAnswer(State state, Map<String, String> said, String waiting) {

    enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    private static final Pattern LINE = Pattern.compile("[a-z]{1,20}=[A-Za-z0-9:.+-]{1,80}");
    private static final Pattern REASON = Pattern.compile("[A-Za-z]{1,60}");
    private static final int LONGEST = 4_096;

    static JobAnswer of(KubernetesClient client, Job job) {
        State state = state(job);
        List<Pod> pods = client
                .pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .filter(pod -> owned(pod, job))
                .toList();
        return new JobAnswer(
                state,
                pods.stream()
                        .flatMap(JobAnswer::ends)
                        .filter(end -> state != State.SUCCEEDED || Objects.equals(end.getExitCode(), 0))
                        .max(Comparator.comparing(JobAnswer::moment))
                        .map(JobAnswer::said)
                        .orElse(Map.of()),
                pods.stream()
                        .flatMap(JobAnswer::statuses)
                        .map(status -> status.getState() == null
                                ? null
                                : status.getState().getWaiting())
                        .filter(Objects::nonNull)
                        .map(waits -> Objects.requireNonNullElse(waits.getReason(), ""))
                        .filter(REASON.asMatchPredicate())
                        .findFirst()
                        .orElse(""));
    }

    private static State state(Job job) {
        Predicate<String> is = type -> job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(one -> type.equals(one.getType()) && "True".equals(one.getStatus()));
        return is.test("Complete") ? State.SUCCEEDED : is.test("Failed") ? State.FAILED : State.RUNNING;
    }

    /** A label can be on any pod. */
    private static boolean owned(Pod pod, Job job) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.of()
                : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.<ContainerStatus>of())
                        .stream();
    }

    private static Stream<ContainerStateTerminated> ends(Pod pod) {
        return statuses(pod)
                .map(status ->
                        status.getState() == null ? null : status.getState().getTerminated())
                .filter(Objects::nonNull);
    }

    private static Instant moment(ContainerStateTerminated end) {
        return Moments.parse(Objects.requireNonNullElse(end.getFinishedAt(), ""))
                .orElse(Instant.MIN);
    }

    private static Map<String, String> said(ContainerStateTerminated end) {
        @Nullable String message = end.getMessage();
        var said = new HashMap<String, String>();
        if (message != null && message.length() <= LONGEST) {
            message.lines()
                    .filter(LINE.asMatchPredicate())
                    .forEach(line -> said.putIfAbsent(
                            line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return said;
    }

    /** The word for why the tool gave up; blank when it did not, or did not say. */
    String failure() {
        return said.getOrDefault("failed", "");
    }

    Optional<Instant> moment(String name) {
        return Moments.parse(said.getOrDefault(name, ""));
    }

    boolean succeeded() {
        return state == State.SUCCEEDED;
    }

    boolean failed() {
        return state == State.FAILED;
    }
}
