package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which revisions the sources of one cluster have had, to notice one that goes back: a person has pushed with
 * force, has set another tag, or a mirror that is behind answers. Taking a commit back properly makes a new one.
 */
final class SeenRevisions {

    static final String NAME = "FluxRevisionWentBack";

    private static final int REMEMBERED = 50;

    private final Map<FluxId, List<String>> had = new HashMap<>();
    private final Map<FluxId, Left> left = new HashMap<>();
    private final Set<String> returned = new HashSet<>();

    /** @return those that have gone back, until they are where they were, or it is long ago */
    List<DriftSignal> look(List<FluxObject> sources, Instant now) {
        sources.stream()
                .filter(source -> !source.artifactRevision().isEmpty())
                .forEach(source -> look(source.id(), source.artifactRevision(), now));
        left.values().removeIf(one -> !one.trouble().news(now));
        return left.values().stream().map(Left::trouble).toList();
    }

    boolean over(Sightings.Open known, Instant now) {
        return known.since().isBefore(now.minus(DriftSignal.NEWS)) || returned.contains(known.object());
    }

    private void look(FluxId source, String revision, Instant now) {
        List<String> before = had.computeIfAbsent(source, any -> new ArrayList<>());
        int then = before.indexOf(revision);
        if (then >= 0 && then < before.size() - 1) {
            String newest = before.get(before.size() - 1);
            // what came after is forgotten: to have it again is to go forward
            before.subList(then + 1, before.size()).clear();
            wentBack(source, newest, revision, now);
        } else if (then < 0) {
            before.add(revision);
            if (before.size() > REMEMBERED) {
                before.remove(0);
            }
            wentOn(source, revision);
        }
    }

    private void wentBack(FluxId source, String from, String to, Instant now) {
        String message = source.label() + ": went back from " + from + " to " + to + ", which it had before";
        left.put(source, new Left(from, new DriftSignal(NAME, source.label(), now, message)));
        returned.remove(source.label());
    }

    private void wentOn(FluxId source, String revision) {
        Left one = left.get(source);
        if (one != null && one.revision().equals(revision)) {
            left.remove(source);
            returned.add(source.label());
        }
    }

    private record Left(String revision, DriftSignal trouble) {}
}
