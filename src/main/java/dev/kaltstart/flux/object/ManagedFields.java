package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has set which fields of an object, as the API server keeps it (src:
 * kubernetes-sigs/structured-merge-diff:fieldpath/serialize.go).
 */
public final class ManagedFields {

    /** Under this name Flux applies what the Kustomizations have. */
    public static final String FLUX = "kustomize-controller";

    private ManagedFields() {}

    public static List<ManagedFieldsEntry> of(ObjectMeta metadata) {
        return metadata.getManagedFields() == null ? List.of() : metadata.getManagedFields();
    }

    public static boolean ofSubresource(ManagedFieldsEntry entry) {
        return entry.getSubresource() != null && !entry.getSubresource().isEmpty();
    }

    /** When the manager last changed its fields; empty when the API server did not write it down. */
    public static Optional<Instant> time(ManagedFieldsEntry entry) {
        try {
            return Optional.ofNullable(entry.getTime()).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The fields of one manager, for example {@code spec.replicas}. */
    public static List<String> paths(ManagedFieldsEntry entry) {
        var paths = new ArrayList<String>();
        FieldsV1 fields = entry.getFieldsV1();
        if (fields != null) {
            leaves("", fields.getAdditionalProperties(), paths);
        }
        return paths;
    }

    /** {@code f:} is a field, {@code k:} a key of a list, {@code v:} a value in a set, and a dot the thing itself. */
    private static void leaves(String path, Map<?, ?> fields, List<String> found) {
        fields.forEach((key, below) -> {
            String name = String.valueOf(key);
            if (name.equals(".")) {
                return;
            }
            String next = name.startsWith("f:")
                    ? (path.isEmpty() ? "" : path + ".") + name.substring(2)
                    : path + "[" + name.substring(Math.min(2, name.length())) + "]";
            if (below instanceof Map<?, ?> map && map.keySet().stream().anyMatch(one -> !".".equals(one))) {
                leaves(next, map, found);
            } else {
                found.add(next);
            }
        });
    }
}
