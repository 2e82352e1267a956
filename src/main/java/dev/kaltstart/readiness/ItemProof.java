package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import java.util.Set;

/** What was found of an item. */
record ItemProof(String word, String label, Set<Disaster> neededBy, Prerequisite found) {

    boolean isNeededBy(Disaster disaster) {
        return neededBy.contains(disaster);
    }
}
