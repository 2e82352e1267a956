package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.FluxKustomization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The dependencies between Kustomizations. */
public final class KustomizationGraph {

    private final Map<String, List<String>> dependencies = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Set<String> circular = new TreeSet<>();

    public KustomizationGraph(List<FluxKustomization> kustomizations) {
        kustomizations.forEach(kustomization -> dependencies.put(id(kustomization), kustomization.dependsOn()));
        dependencies.keySet().forEach(id -> depth(id, new ArrayList<>()));
    }

    static String id(FluxKustomization kustomization) {
        return kustomization.namespace() + "/" + kustomization.name();
    }

    /** The length of the longest chain; 0 when there are no Kustomizations. */
    public int depth() {
        return depths.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Kustomizations that depend, directly or not, on themselves. */
    Set<String> circular() {
        return circular;
    }

    /** Kustomizations without dependencies, in alphabetical order. */
    public List<String> roots() {
        return dependencies.keySet().stream()
                .filter(id -> dependencies.getOrDefault(id, List.of()).isEmpty())
                .sorted()
                .toList();
    }

    private int depth(String id, List<String> above) {
        var known = depths.get(id);
        if (known != null) {
            return known;
        }
        if (above.contains(id)) {
            circular.addAll(above.subList(above.indexOf(id), above.size()));
            return 0;
        }
        above.add(id);
        var below = dependencies.getOrDefault(id, List.of()).stream()
                .filter(dependencies::containsKey)
                .mapToInt(dependency -> depth(dependency, above))
                .max()
                .orElse(0);
        above.remove(above.size() - 1);
        depths.put(id, below + 1);
        return below + 1;
    }
}
