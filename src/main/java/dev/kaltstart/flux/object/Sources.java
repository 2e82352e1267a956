package dev.kaltstart.flux.object;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where Flux has its manifests from. */
public final class Sources {

    private Sources() {}

    /** The repository of the cluster: the GitRepository that most Kustomizations come from. */
    public static Optional<FluxId> main(Collection<FluxObject> flux) {
        Map<FluxId, Long> used = flux.stream()
                .filter(object -> object.id().kind().equals("Kustomization"))
                .map(FluxObject::source)
                .filter(source -> source.kind().equals("GitRepository"))
                .collect(Collectors.groupingBy(source -> source, Collectors.counting()));
        return used.entrySet().stream()
                .max(Map.Entry.<FluxId, Long>comparingByValue()
                        .thenComparing(entry -> entry.getKey().label()))
                .map(Map.Entry::getKey);
    }
}
