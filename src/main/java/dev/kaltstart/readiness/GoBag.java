package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** All items, in the order in which a person would look for them. */
@Component
class GoBag {

    private static final Logger LOG = LoggerFactory.getLogger(GoBag.class);
    private static final int LONGEST = 2_000;

    private final List<GoBagItem> items;
    private final Redaction redaction;

    GoBag(List<GoBagItem> items, Redaction redaction) {
        this.items = List.copyOf(items);
        this.redaction = redaction;
    }

    List<ItemProof> prove(Occasion occasion) {
        return prove(occasion, item -> true);
    }

    /** Those that this disaster needs. */
    List<ItemProof> prove(Occasion occasion, Disaster disaster) {
        return prove(occasion, item -> item.neededBy().contains(disaster));
    }

    Stream<GoBagItem> neededBy(Disaster disaster) {
        return items.stream().filter(item -> item.neededBy().contains(disaster));
    }

    Stream<String> words() {
        return items.stream().map(GoBagItem::word);
    }

    Optional<GoBagItem> find(String word) {
        return items.stream().filter(item -> item.word().equals(word)).findFirst();
    }

    private List<ItemProof> prove(Occasion occasion, Predicate<GoBagItem> wanted) {
        return items.stream()
                .filter(wanted)
                .flatMap(item -> found(item, occasion)
                        .map(found -> new ItemProof(item.word(), item.label(), item.neededBy(), cleaned(found)))
                        .stream())
                .toList();
    }

    /** One item that cannot be checked must not hide the others. */
    private static Optional<Prerequisite> found(GoBagItem item, Occasion occasion) {
        try {
            return item.prove(occasion);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn(
                    "'{}' of {} could not be checked",
                    item.word(),
                    occasion.cluster().name(),
                    e);
            return Optional.of(Prerequisite.unknown(item.label() + " could not be checked; the log says why"));
        }
    }

    private Prerequisite cleaned(Prerequisite found) {
        String clean = redaction.clean(found.message());
        return new Prerequisite(
                found.state(), clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST - 1) + "…");
    }
}
