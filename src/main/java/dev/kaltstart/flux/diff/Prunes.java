package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.shell.Parallel;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What would be deleted, because a tree no longer has it: what is in the inventory of a Kustomization and is not built by
 * any. One that goes itself takes along what it has made.
 */
record Prunes(KubernetesClient client, ApiKinds kinds, Map<FluxId, FluxObject> live, TreeBuild build) {

    private static final int AT_ONCE = 8;

    /** @param wanted all that the tree makes */
    List<Difference> without(List<BuiltObject> wanted) {
        Set<InventoryEntry> stays =
                wanted.stream().map(object -> key(object.managed())).collect(Collectors.toSet());
        Map<InventoryEntry, FluxObject> turn = new LinkedHashMap<>();
        for (BuiltObject kustomization : build.kustomizations()) {
            FluxObject object = live.get(TreeBuild.id(kustomization));
            if (object != null
                    && Boolean.TRUE.equals(kustomization.spec().get("prune"))
                    && !build.suspended(kustomization)) {
                made(object, stays, turn);
            }
        }
        var all = new ArrayList<Difference>();
        while (!turn.isEmpty()) {
            List<Difference> gone = gone(turn);
            all.addAll(gone);
            turn = new LinkedHashMap<>();
            for (Difference one : gone) {
                FluxObject object = live.get(id(one.object()));
                stays.add(key(one.object()));
                if (object != null && takesAlong(object)) {
                    made(object, stays, turn);
                }
            }
        }
        return all;
    }

    private static void made(FluxObject owner, Set<InventoryEntry> stays, Map<InventoryEntry, FluxObject> turn) {
        owner.inventory().stream()
                .filter(object -> !stays.contains(key(object)))
                .forEach(object -> turn.putIfAbsent(object, owner));
    }

    /** The version of the API does not make it another object. */
    private static InventoryEntry key(InventoryEntry object) {
        return new InventoryEntry(object.namespace(), object.name(), object.group(), object.kind(), "");
    }

    private static FluxId id(InventoryEntry object) {
        return object.group().equals("kustomize.toolkit.fluxcd.io")
                ? new FluxId(object.kind(), object.namespace(), object.name())
                : new FluxId("", "", "");
    }

    private static boolean takesAlong(FluxObject kustomization) {
        String policy = Objects.toString(kustomization.object().get("spec", "deletionPolicy"), "MirrorPrune");
        return switch (policy) {
            case "Orphan" -> false;
            case "MirrorPrune" -> Boolean.TRUE.equals(kustomization.object().get("spec", "prune"));
            default -> true;
        };
    }

    private List<Difference> gone(Map<InventoryEntry, FluxObject> turn) {
        return Parallel.map(
                        AT_ONCE,
                        List.copyOf(turn.entrySet()),
                        entry -> isDeleted(entry.getKey(), entry.getValue())
                                ? List.of(new Difference(
                                        entry.getKey(),
                                        Action.DELETE,
                                        entry.getValue().id(),
                                        List.of()))
                                : List.<Difference>of())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private boolean isDeleted(InventoryEntry object, FluxObject owner) {
        GenericKubernetesResource there = kinds.find(object)
                .map(context -> DryRun.resource(client, context, object).get())
                .orElse(null);
        if (there == null || there.getMetadata().getDeletionTimestamp() != null) {
            return false;
        }
        Map<String, Object> content = DryRun.map(there);
        return BuiltObject.told(content, "name", owner.id().name())
                && BuiltObject.told(content, "namespace", owner.id().namespace())
                && !BuiltObject.told(content, "prune", "disabled")
                && !BuiltObject.told(content, "reconcile", "disabled")
                && !BuiltObject.told(content, "ssa", "Ignore");
    }
}
