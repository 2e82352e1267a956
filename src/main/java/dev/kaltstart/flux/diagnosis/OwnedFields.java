package dev.kaltstart.flux.diagnosis;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who answers for which fields of an object, as the API server remembers it. */
final class OwnedFields {

    private static final int MOST = 6;

    private OwnedFields() {}

    /** One line for each of the managers: its name, when it last wrote, and the fields that it has set. */
    static List<String> message(GenericKubernetesResource object, Collection<String> managers) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> managers.contains(entry.getManager()))
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(OwnedFields::message)
                .toList();
    }

    private static String message(ManagedFieldsEntry entry) {
        var paths = new ArrayList<String>();
        FieldsV1 fields = entry.getFieldsV1();
        if (fields != null) {
            leaves("", fields.getAdditionalProperties(), paths);
        }
        String more = paths.size() > MOST ? " and " + (paths.size() - MOST) + " more" : "";
        return entry.getManager() + (entry.getTime() == null ? "" : " at " + entry.getTime()) + " set "
                + paths.stream().limit(MOST).collect(Collectors.joining(", ")) + more;
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
