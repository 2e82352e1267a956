package dev.kaltstart.flux.lease;

import dev.kaltstart.flux.object.Controllers;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fewest objects of Flux that have to stand still so that some of them do: they themselves, and all above them, which
 * would undo it or apply the bad commit again.
 *
 * @param objects all there are
 * @param instance what stands above the Kustomization of Flux itself, where there is one
 */
public record SuspensionPlan(Map<FluxId, FluxObject> objects, Optional<FluxId> instance) {

    private static final FluxId SYNC = FluxId.kustomization(Controllers.NAMESPACE, "flux-system");

    /** What is above comes first: as long as it moves, what is below may be put back. */
    public List<FluxId> smallest(Collection<FluxId> stop) {
        Set<FluxId> found = new LinkedHashSet<>();
        stop.stream().filter(objects::containsKey).forEach(id -> found.addAll(chain(id)));
        if (found.isEmpty() && !stop.isEmpty()) {
            // all of them are gone: only what stands at the top can have had a part in it
            top().forEach(found::add);
        }
        List<FluxId> ordered = found.stream()
                .sorted(Comparator.comparing((FluxId id) -> chain(id).size()).thenComparing(id -> id))
                .toList();
        return found.contains(SYNC) && instance.isPresent()
                ? Stream.concat(instance.stream(), ordered.stream()).toList()
                : ordered;
    }

    /** It, and what has made it, up to the top. */
    private List<FluxId> chain(FluxId from) {
        var chain = new ArrayList<FluxId>();
        Optional<FluxObject> next = Optional.ofNullable(objects.get(from));
        while (next.isPresent() && !chain.contains(next.get().id())) {
            chain.add(next.get().id());
            next = next.get().parent().map(objects::get);
        }
        return chain;
    }

    private Stream<FluxId> top() {
        return objects.values().stream()
                .filter(object -> object.id().kind().equals("Kustomization"))
                .filter(object -> object.parent().filter(objects::containsKey).isEmpty())
                .map(FluxObject::id)
                .sorted();
    }
}
