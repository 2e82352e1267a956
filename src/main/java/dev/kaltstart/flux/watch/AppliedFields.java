package dev.kaltstart.flux.watch;

import dev.kaltstart.flux.object.ManagedFields;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object that Flux has applied, at one look.
 *
 * @param time when Flux last changed them, as the API server writes it; null when Flux has set none
 * @param settled two looks found the same: no other controller answers to what Flux applied
 */
record AppliedFields(@Nullable String time, Set<String> fields, boolean settled) {

    static final AppliedFields NONE = new AppliedFields(null, Set.of(), false);

    private static final String KUBECTL = "kubectl";
    private static final String FLUX = "kustomize.toolkit.fluxcd.io/";
    private static final Set<String> IGNORED = Set.of("Ignore", "IfNotPresent");

    /** A suspension is a decision, and no damage. */
    private static final String SUSPEND = "spec.suspend";

    /** {@code kubectl rollout restart} changes nothing that Git has. */
    private static final String RESTARTED = "annotations.kubectl.kubernetes.io/restartedAt";

    /** @param before the same object at the look before; null at the first */
    static AppliedFields of(ObjectMeta metadata, @Nullable AppliedFields before) {
        for (ManagedFieldsEntry entry : ManagedFields.of(metadata)) {
            if (entry.getManager() != null && entry.getManager().equals(ManagedFields.FLUX)) {
                Set<String> fields = Set.copyOf(ManagedFields.paths(entry));
                return new AppliedFields(
                        entry.getTime(),
                        fields,
                        before != null && before.fields().equals(fields));
            }
        }
        return NONE;
    }

    /** Flux leaves this object as a person has made it. */
    static boolean leftAlone(ObjectMeta metadata) {
        return IGNORED.contains(annotation(metadata, "ssa"))
                || annotation(metadata, "reconcile").equals("disabled");
    }

    private static String annotation(ObjectMeta metadata, String name) {
        return Stream.of(metadata.getAnnotations(), metadata.getLabels())
                .filter(entries -> entries != null && entries.containsKey(FLUX + name))
                .map(entries -> entries.get(FLUX + name))
                .findFirst()
                .orElse("");
    }

    /**
     * Those that a person has changed the object with since Flux applied it: {@code kubectl}, whose fields Flux takes back
     * (src: fluxcd/kustomize-controller, fieldManagers), and whoever has taken over a field of Flux. A controller that
     * scales answers for a subresource, and is none of them.
     *
     * @return empty when nothing was changed; an entry without fields when fields of Flux were removed
     */
    List<ManagedFieldsEntry> changes(ObjectMeta now) {
        Set<String> lost = lost(now);
        boolean merged = annotation(now, "ssa").equals("Merge");
        List<ManagedFieldsEntry> others = ManagedFields.of(now).stream()
                .filter(entry ->
                        entry.getManager() != null && !entry.getManager().equals(ManagedFields.FLUX))
                .toList();
        var changes = new LinkedHashSet<ManagedFieldsEntry>();
        for (ManagedFieldsEntry entry : others) {
            List<String> paths = ManagedFields.paths(entry);
            boolean kubectl = entry.getManager().startsWith(KUBECTL);
            boolean added = kubectl
                    && !merged
                    && !ManagedFields.ofSubresource(entry)
                    && paths.stream().anyMatch(AppliedFields::matters);
            boolean taken = (kubectl || !ManagedFields.ofSubresource(entry))
                    && !entry.getManager().equals("kaltstart")
                    && !Collections.disjoint(paths, lost);
            if (added || taken) {
                changes.add(entry);
            }
        }
        others.forEach(entry -> lost.removeAll(ManagedFields.paths(entry)));
        if (!lost.isEmpty()) {
            changes.add(new ManagedFieldsEntry());
        }
        return List.copyOf(changes);
    }

    /** What Flux had applied and no longer answers for, though it has applied nothing since. */
    private Set<String> lost(ObjectMeta now) {
        AppliedFields after = of(now, this);
        if (!settled || time == null || !time.equals(after.time())) {
            return new HashSet<>();
        }
        var lost = new HashSet<>(fields);
        lost.removeAll(after.fields());
        lost.removeIf(field -> field.equals(SUSPEND));
        return lost;
    }

    private static boolean matters(String path) {
        return !path.startsWith("metadata.")
                && !path.startsWith("status")
                && !path.equals(SUSPEND)
                && !path.endsWith(RESTARTED);
    }
}
