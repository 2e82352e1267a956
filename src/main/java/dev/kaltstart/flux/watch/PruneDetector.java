package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.cluster.CriticalObjects;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the Kustomizations of one cluster answer for with what they answered for at the look before: much that
 * is in no inventory any more was deleted, by a commit or with its Kustomization. Of what is critical, one is much.
 */
final class PruneDetector {

    static final String NAME = "FluxPruned";

    private static final int NAMED = 3;

    private final int bearable;
    private final CriticalObjects critical;
    private final Map<String, Lost> lost = new HashMap<>();
    private final Set<String> returned = new HashSet<>();
    private @Nullable Map<FluxId, Owned> before;

    /** @param bearable how many objects may vanish from one look to the next */
    PruneDetector(int bearable, CriticalObjects critical) {
        this.bearable = bearable;
        this.critical = critical;
    }

    /** @return what has vanished and was much, until it is back or old; nothing at the first look */
    List<DriftSignal> look(List<FluxObject> kustomizations, Instant now) {
        Map<FluxId, Owned> after = new LinkedHashMap<>();
        kustomizations.forEach(object -> after.put(object.id(), owned(object)));
        Set<String> there = after.values().stream()
                .flatMap(owned -> owned.objects().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        forgetReturned(there);
        lost.values().removeIf(one -> !one.trouble().news(now));
        Map<FluxId, Set<String>> gone = before == null ? Map.of() : gone(before, after.keySet(), there);
        remember(gone, now);
        before = after;
        return lost.values().stream().map(Lost::trouble).toList();
    }

    boolean over(Sightings.Open known, Instant now) {
        return known.since().isBefore(now.minus(DriftSignal.NEWS))
                || (known.own() && returned.contains(known.object()));
    }

    private void forgetReturned(Set<String> there) {
        lost.entrySet().removeIf(entry -> {
            Lost one = entry.getValue();
            var missing = new TreeSet<>(one.objects());
            missing.removeAll(there);
            boolean back = missing.size() <= bearable && Collections.disjoint(missing, one.critical());
            if (back) {
                returned.add(entry.getKey());
            }
            return back;
        });
    }

    private static Map<FluxId, Set<String>> gone(Map<FluxId, Owned> before, Set<FluxId> after, Set<String> there) {
        var gone = new TreeMap<FluxId, Set<String>>();
        before.forEach((id, owned) -> {
            if (owned.deletes() && (after.contains(id) || owned.takesAlong())) {
                var missing = new TreeSet<>(owned.objects());
                missing.removeAll(there);
                gone.put(id, missing);
            }
        });
        return gone;
    }

    private void remember(Map<FluxId, Set<String>> gone, Instant now) {
        Set<String> all = gone.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        Set<String> alone = before == null
                ? Set.of()
                : before.values().stream()
                        .flatMap(owned -> owned.critical().stream())
                        .filter(all::contains)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (all.size() <= bearable && alone.isEmpty()) {
            return;
        }
        FluxId most = gone.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<FluxId, Set<String>> entry) ->
                                !Collections.disjoint(entry.getValue(), alone))
                        .thenComparing(entry -> entry.getValue().size()))
                .orElseThrow()
                .getKey();
        returned.remove(most.label());
        lost.put(
                most.label(),
                new Lost(new DriftSignal(NAME, most.label(), now, message(most, all, alone)), all, alone));
    }

    private static String message(FluxId owner, Set<String> all, Set<String> alone) {
        String some = Stream.concat(alone.stream(), all.stream())
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return owner.label() + ": "
                + (all.size() > NAMED
                        ? all.size() + " objects that Flux answered for vanished at once, among them " + some
                        : "Flux deleted " + some);
    }

    private Owned owned(FluxObject kustomization) {
        var object = kustomization.object();
        return new Owned(
                kustomization.inventory().stream().map(InventoryEntry::label).collect(Collectors.toSet()),
                kustomization.inventory().stream()
                        .filter(entry -> critical.has(entry.kind(), entry.namespace(), entry.name()))
                        .map(InventoryEntry::label)
                        .collect(Collectors.toSet()),
                Boolean.TRUE.equals(object.get("spec", "prune")) && !kustomization.suspended(),
                !"Orphan".equals(object.get("spec", "deletionPolicy")));
    }

    private record Lost(DriftSignal trouble, Set<String> objects, Set<String> critical) {}

    /**
     * @param critical those of which one is much
     * @param deletes what Git no longer has; a suspended one deletes nothing
     * @param takesAlong what it has made when it is deleted itself
     */
    private record Owned(Set<String> objects, Set<String> critical, boolean deletes, boolean takesAlong) {}
}
