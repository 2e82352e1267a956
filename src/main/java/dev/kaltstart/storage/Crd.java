package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a custom object without assuming that any field is present. */
record Crd(GenericKubernetesResource object) {

    String name() {
        return object.getMetadata().getName();
    }

    String text(Object... path) {
        Object value = object.get(path);
        return value == null ? "" : value.toString();
    }

    boolean flag(Object... path) {
        return Boolean.TRUE.equals(object.get(path));
    }

    int number(Object... path) {
        return object.<Object>get(path) instanceof Number number ? number.intValue() : 0;
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(Object... path) {
        return object.<Object>get(path) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Longhorn's conditions are a list; the status is {@code True}, {@code False} or blank. */
    static Optional<Condition> condition(Object conditions, String type) {
        if (!(conditions instanceof List<?> list)) {
            return Optional.empty();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(entry -> (Map<?, ?>) entry)
                .filter(entry -> type.equals(entry.get("type")))
                .map(Crd::condition)
                .findFirst();
    }

    private static Condition condition(Map<?, ?> entry) {
        var condition = new Condition();
        condition.setStatus(String.valueOf(entry.get("status")));
        condition.setReason(entry.get("reason") == null ? "" : String.valueOf(entry.get("reason")));
        return condition;
    }

    static boolean isTrue(Object conditions, String type) {
        return condition(conditions, type)
                .filter(is -> "True".equals(is.getStatus()))
                .isPresent();
    }
}
