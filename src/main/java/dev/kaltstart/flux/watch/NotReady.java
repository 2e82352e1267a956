package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** What is not where Git wants it for longer than the configured patience: those who are to blame, not those who wait. */
final class NotReady {

    private static final Set<String> JUDGED = Set.of("Kustomization", "HelmRelease");

    private static final Duration TWO_LOOKS = Duration.ofSeconds(15);

    private NotReady() {}

    static Stream<DriftSignal> troubles(FluxLooks.Seen seen, Duration patience) {
        Drift drift = seen.drift();
        return drift == null
                ? Stream.empty()
                : drift.roots().stream()
                        .filter(root -> !since(seen, root).isAfter(seen.at().minus(patience(root, patience))))
                        .map(root -> trouble(root, since(seen, root)));
    }

    /** A second look is enough for what only a person mends. */
    private static Duration patience(Drift.Root root, Duration patience) {
        return root.cause().certain() && patience.compareTo(TWO_LOOKS) > 0 ? TWO_LOOKS : patience;
    }

    /** A look since then found nothing. What is suspended shows nothing. */
    static boolean over(Sightings.Open known, FluxLooks.Seen seen) {
        Drift drift = seen.drift();
        if (drift == null || !seen.at().isAfter(known.reported())) {
            return false;
        }
        boolean blamed = drift.roots().stream().anyMatch(root -> named(known, root.id()));
        return known.own() ? !blamed : !blamed && judged(known) && !affected(known, drift);
    }

    private static boolean judged(Sightings.Open known) {
        return JUDGED.stream().anyMatch(kind -> known.object().startsWith(kind + " "));
    }

    private static boolean affected(Sightings.Open known, Drift drift) {
        return Stream.concat(
                        drift.suspended().stream(), drift.roots().stream().flatMap(root -> root.victims().stream()))
                .anyMatch(id -> named(known, id));
    }

    private static boolean named(Sightings.Open known, FluxId id) {
        return id.label().equals(known.object());
    }

    private static Instant since(FluxLooks.Seen seen, Drift.Root root) {
        return seen.since().getOrDefault(root.id(), seen.at());
    }

    private static DriftSignal trouble(Drift.Root root, Instant since) {
        String says = root.says().isBlank() ? "" : ": " + root.says();
        return new DriftSignal("Flux" + root.id().kind() + "NotReady", root.id().label(), since, root.message() + says);
    }
}
