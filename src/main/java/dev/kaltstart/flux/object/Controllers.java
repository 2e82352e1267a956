package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the controllers of Flux run.
 *
 * @param down those that do not, by name, with what is wrong
 * @param elsewhere they act, and have no Deployment here
 */
public record Controllers(Map<String, String> down, boolean elsewhere) {

    public static final String NAMESPACE = "flux-system";
    private static final Duration LATELY = Duration.ofMinutes(15);

    public Controllers {
        down = Map.copyOf(down);
    }

    /** @param flux what they work on; its traces show whether one does */
    public static Controllers at(KubernetesClient client, Collection<FluxObject> flux, Instant now) {
        List<Deployment> all =
                client.apps().deployments().inNamespace(NAMESPACE).list().getItems();
        var needed = new ArrayList<>(List.of("source-controller", "kustomize-controller"));
        if (flux.stream().anyMatch(object -> object.id().kind().equals("HelmRelease"))) {
            needed.add("helm-controller");
        }
        boolean none = all.stream()
                .noneMatch(
                        deployment -> needed.contains(deployment.getMetadata().getName()));
        if (none && flux.stream().anyMatch(object -> traces(object).anyMatch(trace -> lately(trace, now)))) {
            return new Controllers(Map.of(), true);
        }
        return new Controllers(
                needed.stream()
                        .filter(name -> trouble(all, name).isPresent())
                        .collect(Collectors.toMap(
                                name -> name, name -> trouble(all, name).orElseThrow())),
                false);
    }

    private static Optional<String> trouble(List<Deployment> all, String name) {
        Optional<Deployment> found = all.stream()
                .filter(deployment -> name.equals(deployment.getMetadata().getName()))
                .findFirst();
        if (found.isEmpty()) {
            return Optional.of("its Deployment is not there");
        }
        Deployment deployment = found.get();
        if (Integer.valueOf(0).equals(deployment.getSpec().getReplicas())) {
            return Optional.of("it is scaled to 0");
        }
        DeploymentStatus status = deployment.getStatus();
        return status != null && (positive(status.getAvailableReplicas()) || positive(status.getReadyReplicas()))
                ? Optional.empty()
                : Optional.of("none of its pods is available");
    }

    private static boolean positive(@Nullable Integer number) {
        return number != null && number > 0;
    }

    /** When its controller has written something into it. */
    private static Stream<Instant> traces(FluxObject object) {
        Stream<String> written = object.object().getMetadata().getManagedFields().stream()
                .filter(entry -> "status".equals(entry.getSubresource()))
                .map(entry -> Objects.toString(entry.getTime(), ""));
        return Stream.concat(
                object.history().stream().map(HistoryEntry::at).filter(Objects::nonNull),
                written.flatMap(Controllers::instant));
    }

    private static Stream<Instant> instant(String time) {
        try {
            return Stream.of(Instant.parse(time));
        } catch (DateTimeParseException e) {
            return Stream.empty();
        }
    }

    private static boolean lately(@Nullable Instant trace, Instant now) {
        return trace != null && trace.isAfter(now.minus(LATELY));
    }

    /** Blank when all run. */
    public String message() {
        return down.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
