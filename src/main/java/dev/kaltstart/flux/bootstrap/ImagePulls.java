package dev.kaltstart.flux.bootstrap;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pods that do not start because their image cannot be pulled. */
record ImagePulls(KubernetesClient client, Set<String> namespaces) {

    private static final Set<String> FAILING = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");

    /** A name that only the cluster itself resolves: the registry is empty, or not there, when the cluster is new. */
    private static final Pattern IN_CLUSTER =
            Pattern.compile("^(localhost|127\\.0\\.0\\.1|[^/]+\\.svc(\\.[^/:]+)*|[^/]+\\.cluster\\.local)(:\\d+)?/");

    private record Pull(String pod, String image) {}

    Optional<StuckSign> sign() {
        List<Pull> failing = client.pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> namespaces.contains(pod.getMetadata().getNamespace()))
                .flatMap(ImagePulls::failing)
                .toList();
        if (failing.isEmpty()) {
            return Optional.empty();
        }
        String what = failing.stream()
                .map(pull -> pull.image() + " (" + pull.pod() + ")")
                .limit(3)
                .collect(Collectors.joining(", "));
        boolean own = failing.stream()
                .anyMatch(pull -> IN_CLUSTER.matcher(pull.image()).find());
        return Optional.of(
                own
                        ? new StuckSign(
                                "REGISTRY_IN_CLUSTER",
                                "images come from a registry inside of the cluster, which is not there or empty: "
                                        + what,
                                true)
                        : new StuckSign("IMAGE_PULL", "images cannot be pulled: " + what, false));
    }

    private static Stream<Pull> failing(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Stream.empty();
        }
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(ImagePulls::isFailing)
                .map(container -> new Pull(
                        pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        container.getImage()));
    }

    private static boolean isFailing(ContainerStatus container) {
        return container.getState() != null
                && container.getState().getWaiting() != null
                && FAILING.contains(
                        Objects.toString(container.getState().getWaiting().getReason(), ""));
    }
}
