package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.HistoryEntry;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.LiveObjects;
import dev.kaltstart.flux.object.ManagedFields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When damage without a commit was done, as the API server wrote it down.
 *
 * @param message what was done, for the timeline
 */
public record DamageTime(Instant at, String message) {

    /** Each object is asked for by itself. */
    private static final int ASKED = 20;

    /** Empty when nothing is known: a deleted object has no time. */
    public static Optional<DamageTime> of(Diagnosis scoped, KubernetesClient client) {
        var live = new LiveObjects(client);
        return switch (scoped.way()) {
            case OVERWRITE -> byHand(scoped, live);
            case KEY -> key(scoped, live);
            default -> Optional.empty();
        };
    }

    private static Optional<DamageTime> byHand(Diagnosis scoped, LiveObjects live) {
        return scoped.changed().stream()
                .filter(difference -> !difference.managers().isEmpty())
                .limit(ASKED)
                .flatMap(difference ->
                        live.find(difference.object()).stream().flatMap(object -> changed(difference, object)))
                .min(Comparator.comparing(DamageTime::at));
    }

    private static Stream<DamageTime> changed(Difference difference, GenericKubernetesResource object) {
        return ManagedFields.of(object.getMetadata()).stream()
                .filter(entry -> difference.managers().contains(entry.getManager()))
                .flatMap(entry -> ManagedFields.time(entry).stream()
                        .map(at -> new DamageTime(
                                at, difference.object().label() + " was changed by " + entry.getManager())));
    }

    /** A key that is older than the last success was not the trouble then. */
    private static Optional<DamageTime> key(Diagnosis scoped, LiveObjects live) {
        Optional<Instant> good = lastGood(scoped);
        return scoped.secrets().stream()
                .map(secret -> secret.split("/", 2))
                .map(name -> new InventoryEntry(name[0], name[1], "", "Secret", "v1"))
                .flatMap(secret -> live.find(secret).stream()
                        .flatMap(object -> ManagedFields.of(object.getMetadata()).stream())
                        .flatMap(entry -> ManagedFields.time(entry).stream())
                        .max(Comparator.naturalOrder())
                        .map(at -> new DamageTime(at, secret.label() + " was changed"))
                        .stream())
                .filter(found -> good.filter(found.at()::isAfter).isPresent())
                .min(Comparator.comparing(DamageTime::at));
    }

    private static Optional<Instant> lastGood(Diagnosis scoped) {
        DriftLook.Seen seen = scoped.seen();
        return seen == null
                ? Optional.empty()
                : scoped.undecrypted().stream()
                        .map((FluxId id) -> seen.objects().get(id))
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .map(FluxObject::history)
                        .flatMap(java.util.List::stream)
                        .filter(HistoryEntry::succeeded)
                        .map(HistoryEntry::at)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .max(Comparator.naturalOrder());
    }
}
