package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.origin.Snapshot;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom it hits. */
record DamageTargets(World world) {

    private static final Set<String> SYSTEM =
            Set.of("flux-system", "kube-system", "longhorn-system", "cert-manager", "network");
    private static final String OWNER = "kustomize.toolkit.fluxcd.io/";

    /** One that Flux applies in this cluster, with data, where there is one. */
    Optional<AppLocation> application(Snapshot files) {
        var paths = world.objects().list(Kinds.KUSTOMIZATION).stream()
                .map(object -> Json.text(object, "spec", "path").replaceFirst("^\\./", "") + "/")
                .toList();
        return AppLocation.all(files).stream()
                .filter(place -> paths.stream().anyMatch(path -> path.startsWith(place.directory() + "/")))
                .findFirst();
    }

    /** One with a claim, also of a component, that Flux deletes when the application is gone from Git. */
    Optional<AppLocation> withData(Snapshot files) {
        var paths = world.objects().list(Kinds.CLAIM).stream()
                .filter(claim -> !isKept(claim))
                .flatMap(claim -> ownerOf(claim).stream())
                .map(owner -> Json.text(owner, "spec", "path").replaceFirst("^\\./", "") + "/")
                .toList();
        return AppLocation.all(files).stream()
                .filter(place -> paths.stream().anyMatch(path -> path.startsWith(place.directory() + "/")))
                .findFirst();
    }

    private static boolean isKept(ObjectNode claim) {
        return List.of("annotations", "labels").stream()
                .anyMatch(place -> "disabled".equals(Json.text(Json.at(claim, "metadata", place), OWNER + "prune")));
    }

    /** The one that most others depend on. */
    Optional<AppLocation> pillar(Snapshot files) {
        var all = AppLocation.all(files);
        return all.stream()
                .max(Comparator.comparingLong((AppLocation place) -> all.stream()
                                .filter(other -> other.holds(files, "- name: " + place.name() + "\n"))
                                .count())
                        .thenComparing(AppLocation::directory));
    }

    /** A release from Git that stores nothing; the first of them when there are fewer. */
    Optional<ObjectNode> harmless(int number) {
        var all = releases();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(Math.min(number, all.size() - 1)));
    }

    private List<ObjectNode> releases() {
        return world.objects().list(Kinds.HELM_RELEASE).stream()
                .filter(release ->
                        !SYSTEM.contains(namespace(release)) && ownerOf(release).isPresent())
                .sorted(Comparator.comparing((ObjectNode release) -> storesData(namespace(release))))
                .toList();
    }

    private boolean storesData(String namespace) {
        return world.objects().list(Kinds.CLAIM).stream().anyMatch(claim -> namespace.equals(namespace(claim)));
    }

    Optional<ObjectNode> ownerOf(ObjectNode object) {
        var labels = Json.at(object, "metadata", "labels");
        return world.objects()
                .find(Kinds.KUSTOMIZATION.key(
                        Json.text(labels, OWNER + "namespace"), Json.text(labels, OWNER + "name")));
    }

    /** One that Git makes again, and in which nothing is stored. */
    Optional<String> stuckNamespace() {
        return releases().stream()
                .map(DamageTargets::namespace)
                .filter(namespace -> !storesData(namespace))
                .filter(namespace -> world.objects()
                        .find(Kinds.NAMESPACE.key(namespace))
                        .flatMap(this::ownerOf)
                        .isPresent())
                .findFirst();
    }

    private static String namespace(ObjectNode object) {
        return Json.text(object, "metadata", "namespace");
    }
}
