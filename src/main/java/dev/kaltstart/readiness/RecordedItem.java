package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import java.time.Instant;
import java.util.Set;
import org.springframework.modulith.NamedInterface;

/**
 * An item of the go-bag of a cluster, as it was last proven.
 *
 * @param found on one line; without secrets
 * @param since when it is in this state
 */
@NamedInterface("status")
public record RecordedItem(
        String word, String label, Set<Disaster> neededBy, Prerequisite found, Instant since, Instant checkedAt) {

    public RecordedItem {
        neededBy = Set.copyOf(neededBy);
    }
}
