package dev.kaltstart.flux.object;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds who is to blame: sixty Kustomizations that wait for one are one trouble. */
final class Blame {

    private final Map<FluxId, FluxObject> objects;
    private final Map<FluxId, Cause> troubles;

    /**
     * @param objects all there are
     * @param troubles why those are not where they should be that are not
     */
    Blame(Map<FluxId, FluxObject> objects, Map<FluxId, Cause> troubles) {
        this.objects = objects;
        this.troubles = troubles;
    }

    /** In the end; itself, when nothing else is to blame. Also things that are not there, and suspended ones. */
    Set<FluxId> rootsOf(FluxId troubled) {
        Set<FluxId> reached = reached(troubled);
        Set<FluxId> ends =
                reached.stream().filter(one -> behind(one).isEmpty()).collect(Collectors.toCollection(TreeSet::new));
        // they wait for each other in a circle: each of them is to blame
        return !ends.isEmpty()
                ? ends
                : reached.stream()
                        .filter(one -> behind(one).stream()
                                .anyMatch(next -> reached(next).contains(one)))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** This one, and all that its trouble comes through. */
    private Set<FluxId> reached(FluxId from) {
        var reached = new LinkedHashSet<FluxId>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            FluxId next = open.remove();
            if (reached.add(next)) {
                open.addAll(behind(next));
            }
        }
        return reached;
    }

    /** What this one has its trouble from, one step on. */
    private List<FluxId> behind(FluxId troubled) {
        FluxObject object = objects.get(troubled);
        Cause cause = troubles.get(troubled);
        if (object == null || cause == null) {
            return List.of();
        }
        return switch (cause) {
            case WAITS -> object.dependsOn().stream().filter(this::holdsUp).toList();
            case SOURCE, BEHIND ->
                Stream.of(object.source())
                        .filter(source -> !source.name().isEmpty() && troubles.containsKey(source))
                        .toList();
            case UNHEALTHY ->
                object.inventory().stream()
                        .map(made -> new FluxId(made.kind(), made.namespace(), made.name()))
                        .filter(troubles::containsKey)
                        .toList();
            default -> List.of();
        };
    }

    private boolean holdsUp(FluxId dependency) {
        FluxObject object = objects.get(dependency);
        return object == null || object.suspended() || troubles.containsKey(dependency);
    }
}
