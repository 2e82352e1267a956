package dev.kaltstart.flux.diff;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which sources of Flux are the repository that Kaltstart knows: however each of them writes its address. */
public record ClusterSources(Flux flux, ClusterRepository repository) {

    /** Those of its address and branch; when there is none, the one that most are made from. */
    public Set<FluxId> of(Collection<FluxObject> kustomizations) {
        Map<FluxId, Long> all = kustomizations.stream()
                .map(FluxObject::source)
                .filter(source -> source.kind().equals("GitRepository"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Set<FluxId> same = all.keySet().stream()
                .filter(source -> flux.source(source).filter(this::isRepository).isPresent())
                .collect(Collectors.toSet());
        return !same.isEmpty()
                ? same
                : all.entrySet().stream()
                        .max(Map.Entry.<FluxId, Long>comparingByValue()
                                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                        .map(entry -> Set.of(entry.getKey()))
                        .orElse(Set.of());
    }

    private boolean isRepository(FluxObject source) {
        GenericKubernetesResource object = source.object();
        String address = plain(Objects.toString(object.get("spec", "url"), ""));
        String branch = Objects.toString(object.get("spec", "ref", "branch"), repository.branch());
        return branch.equals(repository.branch())
                && Stream.of(Optional.ofNullable(repository.url()), Optional.ofNullable(repository.mirror()))
                        .flatMap(Optional::stream)
                        .map(RepositoryUrl::value)
                        .map(ClusterSources::plain)
                        .anyMatch(address::equals);
    }

    /** Host and path: {@code git@host:a/b.git}, {@code ssh://git@host:22/a/b} and {@code https://host/a/b} are one. */
    private static String plain(String url) {
        return url.toLowerCase(Locale.ROOT)
                .replaceFirst("^[a-z+]+://", "")
                .replaceFirst("^[^/@]*@", "")
                .replaceFirst("^([^/:]+):(\\d+/)?", "$1/")
                .replaceFirst("(\\.git)?/*$", "");
    }
}
