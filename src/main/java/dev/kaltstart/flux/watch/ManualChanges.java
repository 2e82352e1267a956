package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.ManagedFields;
import dev.kaltstart.flux.object.ObjectMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notices what was changed or deleted in one cluster past Git, before Flux takes it back: objects of the inventories that
 * are gone, and fields that others have set since Flux applied them. Two looks have to find it. Only the metadata of the
 * objects is read.
 */
final class ManualChanges {

    static final String NAME = "FluxManualChange";

    private static final int NAMED = 3;

    /** These end by themselves, and nodes are worked on. */
    private static final Set<String> LEFT_ALONE = Set.of("Job", "Pod", "Node");

    private final Map<String, AppliedFields> applied = new HashMap<>();
    private final Map<String, Change> suspects = new HashMap<>();
    private final Map<FluxId, DriftSignal> open = new TreeMap<>();
    private final Set<String> returned = new HashSet<>();

    /**
     * @param kustomizations all there are; those that are suspended, or not ready, are not judged
     * @param objects the metadata of all objects of a kind, empty when unknown
     * @return what is changed, until Flux has taken it back or it is old
     */
    List<DriftSignal> look(
            List<FluxObject> kustomizations,
            Function<InventoryEntry, Optional<Map<String, ObjectMeta>>> objects,
            Instant now) {
        var kinds = new HashMap<InventoryEntry, Optional<Map<String, ObjectMeta>>>();
        for (FluxObject kustomization : kustomizations) {
            if (judged(kustomization)) {
                List<Change> changes = kustomization.inventory().stream()
                        .filter(entry -> !LEFT_ALONE.contains(entry.kind()))
                        .flatMap(entry -> change(entry, kinds.computeIfAbsent(kind(entry), objects), now).stream())
                        .toList();
                tell(kustomization.id(), changes, now);
            }
        }
        forget(kustomizations);
        open.values().removeIf(signal -> !signal.news(now));
        return List.copyOf(open.values());
    }

    boolean over(Sightings.Open known, Instant now) {
        return known.since().isBefore(now.minus(DriftSignal.NEWS))
                || (known.own() && returned.contains(known.object()));
    }

    private static boolean judged(FluxObject kustomization) {
        return !kustomization.suspended()
                && kustomization.healthy()
                && kustomization.object().getMetadata().getDeletionTimestamp() == null;
    }

    private static InventoryEntry kind(InventoryEntry entry) {
        return new InventoryEntry("", "", entry.group(), entry.kind(), entry.version());
    }

    private Optional<Change> change(InventoryEntry entry, Optional<Map<String, ObjectMeta>> objects, Instant now) {
        String label = entry.label();
        if (objects.isEmpty()) {
            return Optional.ofNullable(suspects.get(label));
        }
        ObjectMeta metadata = objects.get().get(ObjectMetadata.key(entry.namespace(), entry.name()));
        Optional<Change> change = change(label, metadata, now);
        if (change.isPresent()) {
            return Optional.of(suspects.computeIfAbsent(label, any -> change.get()));
        }
        suspects.remove(label);
        if (metadata != null) {
            applied.compute(label, (any, before) -> AppliedFields.of(metadata, before));
        }
        return Optional.empty();
    }

    private Optional<Change> change(String label, @Nullable ObjectMeta metadata, Instant now) {
        if (metadata == null) {
            return Optional.of(new Change(now, now, label + " is gone"));
        }
        if (AppliedFields.leftAlone(metadata)) {
            return Optional.empty();
        }
        if (metadata.getDeletionTimestamp() != null) {
            return Optional.of(new Change(now, now, label + " is being deleted"));
        }
        List<ManagedFieldsEntry> changes =
                applied.getOrDefault(label, AppliedFields.NONE).changes(metadata);
        return changes.isEmpty() ? Optional.empty() : Optional.of(changed(label, changes, now));
    }

    private static Change changed(String label, List<ManagedFieldsEntry> changes, Instant now) {
        Instant since = changes.stream()
                .flatMap(entry -> ManagedFields.time(entry).stream())
                .filter(now::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(now);
        String by = changes.stream()
                .map(ManagedFieldsEntry::getManager)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Change(now, since, label + " was changed" + (by.isEmpty() ? "" : " by " + by));
    }

    private void tell(FluxId owner, List<Change> changes, Instant now) {
        List<Change> lasting =
                changes.stream().filter(change -> change.seen().isBefore(now)).toList();
        if (!lasting.isEmpty()) {
            returned.remove(owner.label());
            open.computeIfAbsent(owner, any -> signal(owner, lasting));
        } else if (changes.isEmpty() && open.remove(owner) != null) {
            returned.add(owner.label());
        }
    }

    private static DriftSignal signal(FluxId owner, List<Change> changes) {
        Instant since = changes.stream()
                .map(Change::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        String more = changes.size() > NAMED ? " and " + (changes.size() - NAMED) + " more" : "";
        return new DriftSignal(
                NAME,
                owner.label(),
                since,
                owner.label() + ": the cluster was changed past Git: "
                        + changes.stream().limit(NAMED).map(Change::message).collect(Collectors.joining("; ")) + more);
    }

    private void forget(List<FluxObject> kustomizations) {
        Set<String> there = kustomizations.stream()
                .flatMap(one -> one.inventory().stream())
                .map(InventoryEntry::label)
                .collect(Collectors.toSet());
        applied.keySet().retainAll(there);
        suspects.keySet().retainAll(there);
        open.keySet().retainAll(kustomizations.stream().map(FluxObject::id).collect(Collectors.toSet()));
    }

    /**
     * @param seen the first look that found it
     * @param since when it happened, as far as the API server knows
     */
    private record Change(Instant seen, Instant since, String message) {}
}
