package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import java.util.List;

/**
 * What a tree of the repository would make of the cluster.
 *
 * @param differences all that would not stay as it is
 * @param notCompared what could not be compared, each with the reason
 * @param failures the Kustomizations that do not build, with what was said; nothing is known of what they make
 */
public record Comparison(List<Difference> differences, List<String> notCompared, List<String> failures) {

    public Comparison {
        differences = List.copyOf(differences);
        notCompared = List.copyOf(notCompared);
        failures = List.copyOf(failures);
    }

    /** What would become of an object. */
    public enum Action {
        CREATE,
        CHANGE,
        DELETE,
        /** The cluster says no, each time again. */
        REFUSED
    }

    /**
     * One object.
     *
     * @param owner the Kustomization that would do it
     * @param managers who else than Flux answers for the fields that would change
     * @param fields that would change, from what to what; why, where the cluster refuses it, also of what it would create
     */
    public record Difference(
            InventoryEntry object, Action action, FluxId owner, List<String> managers, List<String> fields) {

        public Difference {
            managers = List.copyOf(managers);
            fields = List.copyOf(fields);
        }

        public Difference(InventoryEntry object, Action action, FluxId owner, List<String> managers) {
            this(object, action, owner, managers, List.of());
        }

        /** The cluster says no, to a change or to a creation. */
        public boolean refused() {
            return action == Action.REFUSED || (action == Action.CREATE && !fields.isEmpty());
        }
    }
}
