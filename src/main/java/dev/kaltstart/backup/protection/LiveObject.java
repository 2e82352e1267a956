package dev.kaltstart.backup.protection;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an object of a backup system without assuming that any field is present. */
record LiveObject(String kind, GenericKubernetesResource object) {

    private static final int LONGEST = 300;

    String namespace() {
        var namespace = object.getMetadata().getNamespace();
        return namespace == null ? "" : namespace;
    }

    String name() {
        return object.getMetadata().getName();
    }

    /** The full name of its kind: several systems have Backups. */
    String label() {
        return kind + " " + (namespace().isEmpty() ? "" : namespace() + "/") + name();
    }

    boolean isDeleted() {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    String meta(String label) {
        var labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(label, "");
    }

    String text(Object... path) {
        Object value = object.get(path);
        var text = value == null ? "" : value.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    Optional<Instant> time(Object... path) {
        return parsed(text(path));
    }

    static Optional<Instant> parsed(String time) {
        try {
            return time.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    List<?> list(Object... path) {
        return object.<Object>get(path) instanceof List<?> list ? list : List.of();
    }

    Map<?, ?> map(Object... path) {
        return object.<Object>get(path) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The status of a condition; blank when there is none. */
    String condition(String type) {
        return list("status", "conditions").stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .filter(condition -> type.equals(condition.get("type")))
                .map(condition -> String.valueOf(condition.get("status")))
                .findFirst()
                .orElse("");
    }
}
