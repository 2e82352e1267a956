package dev.kaltstart.backup.method.k8up;

import dev.kaltstart.backup.method.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes the backups of a namespace with K8up, and with which settings. A Schedule gives its own to what its backup does
 * not set (src: k8up-io/k8up:operator/schedulecontroller/handler.go, mergeWithDefaults).
 *
 * @param name for people: {@code Schedule nightly}
 * @param spec of a Backup
 */
record K8upSource(String name, Map<String, Object> spec) {

    private static final List<String> SHARED =
            List.of("backend", "podSecurityContext", "podConfigRef", "resources", "volumes");

    /** Of this repository; empty when there is none, or when it may be one of several. */
    static Optional<K8upSource> of(KubernetesClient client, String namespace, String repository) {
        List<K8upSource> found = Stream.concat(
                        ObjectKind.K8UP_SCHEDULE.list(client, namespace).stream()
                                .flatMap(K8upSource::scheduled),
                        ObjectKind.K8UP_BACKUP.list(client, namespace).stream().map(K8upSource::single))
                .filter(source -> source.mayWriteTo(repository))
                .toList();
        return found.stream().map(K8upSource::backend).distinct().count() == 1
                ? Optional.of(found.get(0))
                : Optional.empty();
    }

    private static Stream<K8upSource> scheduled(GenericKubernetesResource schedule) {
        if (!(schedule.get("spec", "backup") instanceof Map<?, ?> backup)) {
            return Stream.of();
        }
        var spec = copy(backup);
        spec.remove("schedule");
        spec.remove("concurrentRunsAllowed");
        defaults(spec, "backend", schedule.get("spec", "backend"));
        defaults(spec, "podSecurityContext", schedule.get("spec", "podSecurityContext"));
        defaults(spec, "resources", schedule.get("spec", "resourceRequirementsTemplate"));
        return Stream.of(new K8upSource("Schedule " + schedule.getMetadata().getName(), spec));
    }

    private static K8upSource single(GenericKubernetesResource backup) {
        Map<String, Object> spec = backup.get("spec") instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
        return new K8upSource("Backup " + backup.getMetadata().getName(), spec);
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static void defaults(Map<String, Object> spec, String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> given) {
            var merged = copy(given);
            if (spec.get(key) instanceof Map<?, ?> own) {
                merged.putAll(copy(own));
            }
            spec.put(key, merged);
        }
    }

    /** Blank backend: the operator has a global one. */
    private Map<?, ?> backend() {
        return spec.get("backend") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Only an address that the Schedule says whole can contradict; what the operator adds is not known here. */
    private boolean mayWriteTo(String repository) {
        if (backend().get("s3") instanceof Map<?, ?> s3
                && s3.get("endpoint") instanceof String endpoint
                && s3.get("bucket") instanceof String bucket) {
            return repository.isEmpty() || repository.equals("s3:" + endpoint + "/" + bucket);
        }
        return true;
    }

    /** What a Restore has in common with the backups. */
    Map<String, Object> shared() {
        var shared = new LinkedHashMap<String, Object>();
        SHARED.forEach(key -> {
            Object value = spec.get(key);
            if (value != null) {
                shared.put(key, value);
            }
        });
        return shared;
    }
}
