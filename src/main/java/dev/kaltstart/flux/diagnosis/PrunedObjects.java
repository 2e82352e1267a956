package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.HistoryEntry;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Objects that an earlier commit made, that are gone, and that the head of the branch would not bring back: a commit has
 * deleted them.
 *
 * @param before the newest commit that would bring them back
 * @param objects namespaces and volumes first
 */
record PrunedObjects(CommitId before, List<Difference> objects) {

    /** What was deleted longer ago was meant to be. */
    static final Duration LOOKS_BACK = Duration.ofDays(7);

    /** Each look builds what was built otherwise then. */
    private static final int LOOKS = 5;

    PrunedObjects {
        objects = List.copyOf(objects);
    }

    /** @param source of the Kustomizations whose history counts */
    static Optional<PrunedObjects> since(
            Collection<FluxObject> flux,
            FluxId source,
            Comparison head,
            Instant now,
            BiFunction<CommitId, Set<FluxId>, Comparison> compare) {
        Set<InventoryEntry> comesBack =
                created(head).map(Difference::object).collect(Collectors.toCollection(HashSet::new));
        for (Map.Entry<CommitId, Set<FluxId>> earlier :
                owners(flux, source, now).entrySet()) {
            List<Difference> lost = created(compare.apply(earlier.getKey(), earlier.getValue()))
                    .filter(difference -> !comesBack.contains(difference.object()))
                    .sorted(Comparator.comparing(Difference::object, TerminatingObjects.dangerousFirst()))
                    .toList();
            if (!lost.isEmpty()) {
                return Optional.of(new PrunedObjects(earlier.getKey(), lost));
            }
        }
        return Optional.empty();
    }

    private static Stream<Difference> created(Comparison comparison) {
        return comparison.differences().stream().filter(difference -> difference.action() == Action.CREATE);
    }

    /** The newest first: revisions that built something else than what is applied now. */
    static List<CommitId> earlier(Collection<FluxObject> flux, FluxId source, Instant now) {
        return List.copyOf(owners(flux, source, now).keySet());
    }

    /** The same, with those that built something else then. */
    private static Map<CommitId, Set<FluxId>> owners(Collection<FluxObject> flux, FluxId source, Instant now) {
        var owners = new LinkedHashMap<CommitId, Set<FluxId>>();
        flux.stream()
                .filter(object ->
                        object.source().equals(source) && !object.history().isEmpty())
                .flatMap(object -> object.history().stream()
                        .filter(HistoryEntry::succeeded)
                        .filter(applied ->
                                !applied.digest().equals(object.history().get(0).digest()))
                        .map(applied -> Map.entry(object.id(), applied)))
                .filter(one ->
                        one.getValue().at() != null && one.getValue().at().isAfter(now.minus(LOOKS_BACK)))
                .sorted(Comparator.comparing((Map.Entry<FluxId, HistoryEntry> one) ->
                                Objects.requireNonNull(one.getValue().at()))
                        .reversed())
                .forEach(one -> Revisions.commit(one.getValue().revision())
                        .filter(commit -> owners.size() < LOOKS || owners.containsKey(commit))
                        .ifPresent(commit -> owners.computeIfAbsent(commit, any -> new HashSet<>())
                                .add(one.getKey())));
        return owners;
    }

    /** Empty when nothing else is lost than Kustomizations that were meant to go. */
    Optional<PrunedObjects> without(Set<FluxId> meant) {
        List<Difference> others = objects.stream()
                .filter(difference -> !difference.object().kind().equals("Kustomization")
                        || !meant.contains(FluxId.kustomization(
                                difference.object().namespace(),
                                difference.object().name())))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new PrunedObjects(before, others));
    }

    /** As namespace/name. */
    List<String> claims() {
        return objects.stream()
                .map(Difference::object)
                .filter(PrunedObjects::isClaim)
                .map(object -> object.namespace() + "/" + object.name())
                .toList();
    }

    static boolean isClaim(InventoryEntry object) {
        return object.kind().equals("PersistentVolumeClaim") && object.group().isEmpty();
    }

    /** The Kustomizations among it that none of the others has made: with them all the rest went. */
    List<FluxId> roots() {
        Map<FluxId, FluxId> owners = objects.stream()
                .filter(difference -> difference.object().kind().equals("Kustomization"))
                .collect(Collectors.toMap(
                        difference -> FluxId.kustomization(
                                difference.object().namespace(),
                                difference.object().name()),
                        Difference::owner,
                        (one, same) -> one));
        return owners.keySet().stream()
                .filter(id -> !owners.containsKey(owners.get(id)))
                .sorted()
                .toList();
    }

    String message() {
        return CountedNoun.of(objects.size(), "object that ", "objects that ") + before.abbreviated()
                + CountedNoun.verb(
                        objects.size(),
                        " made is gone, and Git does not have it",
                        " made are gone, and Git does not have them")
                + " any more (" + kinds() + "): "
                + objects.stream()
                        .map(difference -> difference.object().label())
                        .limit(10)
                        .collect(Collectors.joining(", "))
                + (objects.size() > 10 ? " and more" : "")
                + rootWords();
    }

    private String rootWords() {
        List<FluxId> roots = roots();
        return roots.isEmpty()
                ? ""
                : ". It went with " + roots.stream().limit(3).map(FluxId::label).collect(Collectors.joining(", "))
                        + (roots.size() > 3 ? " and more" : "");
    }

    private String kinds() {
        return objects.stream()
                .collect(Collectors.groupingBy(
                        difference -> difference.object().kind(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
