package dev.kaltstart.flux.object;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<FluxId, List<FluxId>> next = new HashMap<>();
    private final Map<FluxId, Set<FluxId>> reached = new HashMap<>();

    /**
     * @param objects all there are
     * @param troubles why those are not where they should be that are not
     */
    Blame(Map<FluxId, FluxObject> objects, Map<FluxId, Cause> troubles) {
        this.objects = objects;
        this.troubles = troubles;
    }

    /**
     * In the end; itself, when nothing else is to blame. Also things that are not there, and suspended ones. A circle is
     * one root, named by its first member.
     */
    Set<FluxId> rootsOf(FluxId troubled) {
        return reached(troubled).stream()
                .filter(one -> behind(one).isEmpty() || circular(one))
                .map(one -> circular(one) ? first(one) : one)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** From this one back to itself; empty when it waits in no circle. */
    List<FluxId> circle(FluxId start) {
        var before = new HashMap<FluxId, FluxId>();
        var open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            FluxId at = open.remove();
            for (FluxId one : behind(at)) {
                if (one.equals(start)) {
                    return path(start, at, before);
                }
                if (before.putIfAbsent(one, at) == null) {
                    open.add(one);
                }
            }
        }
        return List.of();
    }

    private static List<FluxId> path(FluxId start, FluxId last, Map<FluxId, FluxId> before) {
        var path = new ArrayList<>(List.of(start));
        for (FluxId at = last; !at.equals(start); at = before.getOrDefault(at, start)) {
            path.add(0, at);
        }
        path.add(0, start);
        return path;
    }

    private boolean circular(FluxId one) {
        return behind(one).stream().anyMatch(other -> reached(other).contains(one));
    }

    private FluxId first(FluxId circular) {
        return reached(circular).stream()
                .filter(other -> reached(other).contains(circular))
                .sorted()
                .findFirst()
                .orElse(circular);
    }

    /** This one, and all that its trouble comes through. */
    private Set<FluxId> reached(FluxId from) {
        return reached.computeIfAbsent(from, this::walk);
    }

    private Set<FluxId> walk(FluxId from) {
        var found = new LinkedHashSet<FluxId>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            FluxId one = open.remove();
            if (found.add(one)) {
                open.addAll(behind(one));
            }
        }
        return found;
    }

    /** What this one has its trouble from, one step on. */
    private List<FluxId> behind(FluxId troubled) {
        return next.computeIfAbsent(troubled, this::step);
    }

    private List<FluxId> step(FluxId troubled) {
        FluxObject object = objects.get(troubled);
        Cause cause = troubles.get(troubled);
        if (object == null || cause == null) {
            return List.of();
        }
        return switch (cause) {
            case WAITS ->
                object.dependsOn().stream()
                        .filter(dependency -> holdsUp(object, dependency))
                        .toList();
            case SOURCE, BEHIND ->
                Stream.of(object.source())
                        .filter(source -> !source.name().isEmpty() && troubles.containsKey(source))
                        .toList();
            case UNHEALTHY, TIMED_OUT ->
                object.inventory().stream()
                        .map(made -> new FluxId(made.kind(), made.namespace(), made.name()))
                        .filter(troubles::containsKey)
                        .toList();
            default -> List.of();
        };
    }

    /**
     * As Flux asks: not whether it is suspended, but whether it is ready and, where both come from one source, whether it
     * has applied what that has (src: fluxcd/kustomize-controller, checkDependencies).
     */
    private boolean holdsUp(FluxObject waiting, FluxId id) {
        FluxObject dependency = objects.get(id);
        return dependency == null || !dependency.healthy() || behindSource(waiting, dependency);
    }

    private boolean behindSource(FluxObject waiting, FluxObject dependency) {
        FluxObject source = objects.get(waiting.source());
        return source != null
                && waiting.source().equals(dependency.source())
                && !source.artifactRevision().isEmpty()
                && !source.artifactRevision().equals(dependency.appliedRevision());
    }
}
