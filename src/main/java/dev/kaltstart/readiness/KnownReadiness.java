package dev.kaltstart.readiness;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.modulith.NamedInterface;

/**
 * What was last proven of the go-bag of a cluster.
 *
 * @param items at least one
 */
@NamedInterface("status")
public record KnownReadiness(List<RecordedItem> items) {

    public KnownReadiness {
        items = List.copyOf(items);
    }

    public Instant checkedAt() {
        return items.stream()
                .map(RecordedItem::checkedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** One for each disaster. */
    public List<Outlook> outlooks() {
        return Stream.of(Disaster.values())
                .map(disaster -> Outlook.of(disaster, items))
                .toList();
    }

    /** By the name of the cluster. */
    @FunctionalInterface
    @NamedInterface("status")
    public interface ByCluster {

        /** Also after a restart; empty before the first proof, and for a twin. */
        Optional<KnownReadiness> last(String cluster);
    }
}
