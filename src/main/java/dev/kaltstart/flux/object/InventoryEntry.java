package dev.kaltstart.flux.object;

import java.util.Optional;

/**
 * An object that a Kustomization has made and answers for.
 *
 * @param namespace blank for what belongs to no namespace
 * @param group blank for the core API
 */
public record InventoryEntry(String namespace, String name, String group, String kind, String version) {

    /**
     * Reads {@code namespace_name_group_kind} from the inventory of a Kustomization; names that may hold a colon have
     * it written as two underscores (src: fluxcd/cli-utils:pkg/object/objmetadata.go).
     *
     * @return empty when it is written otherwise
     */
    static Optional<InventoryEntry> of(String id, String version) {
        int afterNamespace = id.indexOf('_');
        int beforeKind = id.lastIndexOf('_');
        int beforeGroup = beforeKind < 1 ? -1 : id.lastIndexOf('_', beforeKind - 1);
        if (afterNamespace < 0 || beforeGroup <= afterNamespace) {
            return Optional.empty();
        }
        String name = id.substring(afterNamespace + 1, beforeGroup).replace("__", ":");
        String kind = id.substring(beforeKind + 1);
        if (name.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new InventoryEntry(
                id.substring(0, afterNamespace), name, id.substring(beforeGroup + 1, beforeKind), kind, version));
    }

    /** As people write it, kinds as kubectl names them; the version of the API does not make it another object. */
    public String label() {
        return kind + (group.isEmpty() ? "" : "." + group) + " "
                + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
