package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Controllers;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.git.CommitId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one look has found.
 *
 * @param seen what Flux says; null when the cluster does not serve it
 * @param findings in the order in which they were found
 * @param stopped what was found of those that are suspended for this recovery at an older commit: whether the newer ones
 *     mend them is not known
 * @param passing troubles that may pass by themselves, in words
 * @param trying what Flux tries right now, by name
 * @param lost what a commit has deleted; null when nothing is
 * @param changed how the cluster differs from the head, where Flux has applied that
 * @param secrets where keys are expected that are missing or wrong, as namespace/name
 * @param awaited what Flux will have said in a moment; null when nothing is worth waiting for
 */
public record Diagnosis(
        DriftLook.@Nullable Seen seen,
        List<Finding> findings,
        Map<FluxId, Finding> stopped,
        List<String> passing,
        List<String> trying,
        @Nullable PrunedObjects lost,
        List<Difference> changed,
        TerminatingObjects going,
        Controllers controllers,
        Set<String> secrets,
        @Nullable String awaited) {

    /** The most dangerous one decides; the order in which they were found decides among equals. */
    List<Finding> sorted() {
        return findings.stream().sorted(Comparator.comparing(Finding::way)).toList();
    }

    public Remedy way() {
        return sorted().stream().findFirst().map(Finding::way).orElse(Remedy.NOTHING);
    }

    /** Who keeps most others back, or took them along; blank when none is to blame. */
    public String root() {
        Stream<FluxId> blamed = seen == null
                ? Stream.of()
                : seen.drift().roots().stream()
                        .filter(root -> !root.cause().mayPass())
                        .filter(root -> !stopped.containsKey(root.id()))
                        .map(Drift.Root::id);
        Stream<FluxId> gone = lost == null ? Stream.of() : lost.roots().stream();
        return Stream.concat(blamed, gone).findFirst().map(FluxId::label).orElse("");
    }

    public AffectedObjects affected() {
        if (seen == null) {
            return AffectedObjects.NOTHING;
        }
        Set<FluxId> stop = stop();
        List<FluxId> victims = seen.drift().roots().stream()
                .flatMap(root -> root.victims().stream())
                .distinct()
                .toList();
        return new AffectedObjects(
                List.copyOf(stop),
                victims,
                namespaces(seen.objects(), Stream.concat(stop.stream(), victims.stream())),
                // whatever comes of a forced branch, some of it will be deletions
                going.any() || lost != null || forced(),
                lostClaims(),
                seen.drift().suspended());
    }

    /** The last commit at which each was well that is to be reverted, or may have to be. */
    List<CommitId> good() {
        return way() != Remedy.REVERT
                ? List.of()
                : Stream.concat(findings.stream(), stopped.values().stream())
                        .filter(finding -> finding.way() == Remedy.REVERT)
                        .flatMap(finding -> Stream.ofNullable(finding.good()))
                        .toList();
    }

    /** Those that cannot decrypt, whoever else waits for them. */
    public List<FluxId> undecrypted() {
        return seen == null
                ? List.of()
                : seen.drift().roots().stream()
                        .filter(root -> root.cause() == Cause.DECRYPTION)
                        .map(Drift.Root::id)
                        .toList();
    }

    /** What has to be as it was before. */
    Set<FluxId> reverted() {
        return findings.stream()
                .filter(finding -> finding.way() == Remedy.REVERT)
                .flatMap(finding -> finding.affected().stream())
                .collect(Collectors.toSet());
    }

    private Set<FluxId> stop() {
        var stop = new TreeSet<FluxId>(going.owners());
        findings.stream()
                .filter(finding -> finding.way().changes() && way().changes())
                .map(Finding::affected)
                .forEach(stop::addAll);
        return stop;
    }

    /** Commits are lost that ran: there is nothing on the branch that could be reverted. */
    public boolean forced() {
        return findings.stream().anyMatch(finding -> finding.message().startsWith(ForcedBranch.WORDS));
    }

    /** A second bad commit would be one more reason to revert, and Flux is about to say whether there is one. */
    public boolean unsettled() {
        return way() == Remedy.REVERT && !trying.isEmpty() && lost == null && !going.any();
    }

    /** Of what a commit has deleted, and of what a person has deleted by hand. */
    private List<String> lostClaims() {
        return Stream.concat(
                        Optional.ofNullable(lost).stream().flatMap(all -> all.claims().stream()),
                        changed.stream()
                                .filter(difference -> difference.action() == Action.CREATE)
                                .map(Difference::object)
                                .filter(PrunedObjects::isClaim)
                                .map(claim -> claim.namespace() + "/" + claim.name()))
                .distinct()
                .toList();
    }

    private List<String> namespaces(Map<FluxId, FluxObject> objects, Stream<FluxId> concerned) {
        Stream<String> made = concerned
                .map(objects::get)
                .filter(Objects::nonNull)
                .flatMap(object -> Stream.concat(
                        Stream.of(object.id().namespace()),
                        object.inventory().stream().map(InventoryEntry::namespace)));
        Stream<String> named = Stream.of(
                        going.objects(),
                        objects(changed),
                        lost == null ? List.<InventoryEntry>of() : objects(lost.objects()))
                .flatMap(Collection::stream)
                .map(object -> object.kind().equals("Namespace") ? object.name() : object.namespace());
        return Stream.concat(made, named)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<InventoryEntry> objects(List<Difference> differences) {
        return differences.stream().map(Difference::object).toList();
    }
}
