package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.shell.Command;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a recovery needs from outside of the cluster. It is proven by use, never by presence, and nothing is changed
 * by that. Thread-safe.
 */
public interface GoBagItem {

    /** Names it in rows and answers, for good: {@code age-key}. */
    String word();

    /** Its name for people. */
    String label();

    Set<Disaster> neededBy();

    /**
     * Missing is only what stops a recovery for certain; what may be there, or can be done without, is unproven. No secret may
     * be part of the message.
     *
     * @return empty when this cluster does not use it
     */
    Optional<Prerequisite> prove(Occasion occasion);

    /** What a person can try, exact and to copy. Computed from the inventory alone. */
    default List<Command> commands(Inventory inventory) {
        return List.of();
    }
}
