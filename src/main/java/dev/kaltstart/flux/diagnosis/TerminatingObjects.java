package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.LiveObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is being deleted right now, of that which Flux has made, and all namespaces. With them goes what lies in them.
 *
 * @param objects namespaces and volumes first
 * @param owners the Kustomizations that had made them; some may be gone
 */
public record TerminatingObjects(List<InventoryEntry> objects, List<FluxId> owners) {

    private static final String LABEL = "kustomize.toolkit.fluxcd.io/name";
    private static final InventoryEntry NAMESPACES = new InventoryEntry("", "", "", "Namespace", "v1");

    /** What keeps data or brings others along is looked at even when no inventory speaks of it any more. */
    private static final List<InventoryEntry> ALWAYS = List.of(
            new InventoryEntry("any", "", "", "PersistentVolumeClaim", "v1"),
            new InventoryEntry("any", "", "apps", "Deployment", "v1"),
            new InventoryEntry("any", "", "apps", "StatefulSet", "v1"),
            new InventoryEntry("any", "", "kustomize.toolkit.fluxcd.io", "Kustomization", "v1"),
            new InventoryEntry("any", "", "helm.toolkit.fluxcd.io", "HelmRelease", "v2"));

    private static final List<String> DANGEROUS = List.of("PersistentVolumeClaim", "PersistentVolume", "Namespace");

    public TerminatingObjects {
        objects = List.copyOf(objects);
        owners = List.copyOf(owners);
    }

    public static TerminatingObjects at(KubernetesClient client, Collection<FluxObject> flux) {
        var api = new LiveObjects(client);
        var going = new ArrayList<InventoryEntry>();
        var owners = new TreeSet<FluxId>();
        Stream.concat(
                        Stream.of(NAMESPACES).map(kind -> Map.entry(kind, api.all(kind))),
                        kinds(flux).stream().map(kind -> Map.entry(kind, api.labelled(kind, LABEL))))
                .forEach(listed -> listed.getValue().stream()
                        .filter(TerminatingObjects::isGoing)
                        .forEach(object -> {
                            going.add(managed(object, listed.getKey()));
                            new FluxObject(object).parent().ifPresent(owners::add);
                        }));
        going.sort(dangerousFirst());
        return new TerminatingObjects(going.stream().distinct().toList(), List.copyOf(owners));
    }

    static Comparator<InventoryEntry> dangerousFirst() {
        return Comparator.comparing((InventoryEntry object) -> -DANGEROUS.indexOf(object.kind()))
                .thenComparing(InventoryEntry::label);
    }

    private static Collection<InventoryEntry> kinds(Collection<FluxObject> flux) {
        var kinds = new TreeSet<>(Comparator.comparing(InventoryEntry::group).thenComparing(InventoryEntry::kind));
        Stream.concat(ALWAYS.stream(), flux.stream().flatMap(object -> object.inventory().stream()))
                .filter(object -> !object.kind().equals("Namespace"))
                .forEach(kinds::add);
        return kinds;
    }

    private static boolean isGoing(GenericKubernetesResource object) {
        return object.getMetadata().getDeletionTimestamp() != null
                || "Terminating".equals(object.<Object>get("status", "phase"));
    }

    private static InventoryEntry managed(GenericKubernetesResource object, InventoryEntry kind) {
        String namespace = object.getMetadata().getNamespace();
        return new InventoryEntry(
                namespace == null ? "" : namespace,
                object.getMetadata().getName(),
                kind.group(),
                kind.kind(),
                kind.version());
    }

    boolean any() {
        return !objects.isEmpty();
    }

    /** Blank when there is nothing. */
    String message() {
        return objects.isEmpty()
                ? ""
                : CountedNoun.of(objects.size(), "object is", "objects are") + " being deleted right now: "
                        + objects.stream().map(InventoryEntry::label).limit(10).collect(Collectors.joining(", "))
                        + (objects.size() > 10 ? " and more" : "");
    }
}
