package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.ManagedFields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Who answers for which fields of an object, as the API server remembers it. */
final class OwnedFields {

    private static final int MOST = 6;

    private OwnedFields() {}

    /** One line for each of the managers: its name, when it last wrote, and the fields that it has set. */
    static List<String> message(GenericKubernetesResource object, Collection<String> managers) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> managers.contains(entry.getManager()))
                .filter(entry -> !ManagedFields.ofSubresource(entry))
                .map(OwnedFields::message)
                .toList();
    }

    private static String message(ManagedFieldsEntry entry) {
        List<String> paths = ManagedFields.paths(entry);
        String more = paths.size() > MOST ? " and " + (paths.size() - MOST) + " more" : "";
        return entry.getManager() + (entry.getTime() == null ? "" : " at " + entry.getTime()) + " set "
                + paths.stream().limit(MOST).collect(Collectors.joining(", ")) + more;
    }
}
