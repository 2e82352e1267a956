package dev.kaltstart.backup.method.k8up;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The conditions of K8up's objects (src: k8up-io/k8up:api/v1/status.go). */
final class K8upCondition {

    private K8upCondition() {}

    /** {@code True}, {@code False}, {@code Unknown}; blank when there is none. */
    static String status(GenericKubernetesResource object, String type) {
        return field(object, type, "status");
    }

    static String reason(GenericKubernetesResource object, String type) {
        return field(object, type, "reason");
    }

    private static String field(GenericKubernetesResource object, String type, String field) {
        return (object.<Object>get("status", "conditions") instanceof List<?> list ? list : List.of())
                .stream()
                        .filter(one -> one instanceof Map<?, ?> map && type.equals(map.get("type")))
                        .map(one -> Objects.requireNonNullElse(((Map<?, ?>) one).get(field), "")
                                .toString())
                        .findFirst()
                        .orElse("");
    }
}
