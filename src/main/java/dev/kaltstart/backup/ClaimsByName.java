package dev.kaltstart.backup;

import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of claims that the repository only describes: as the cluster has them by now, or had them before. */
final class ClaimsByName {

    private static final List<String> APP = List.of("app.kubernetes.io/instance", "app.kubernetes.io/name", "app");

    private final Map<String, PersistentVolumeClaim> live = new TreeMap<>();
    private final Set<String> known;

    /** @param before as namespace/name */
    ClaimsByName(KubernetesClient client, Set<String> before) {
        client.persistentVolumeClaims()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(claim -> live.put(
                        claim.getMetadata().getNamespace() + "/"
                                + claim.getMetadata().getName(),
                        claim));
        known = new TreeSet<>(before);
        known.addAll(live.keySet());
    }

    /** As namespace/name; empty when only the cluster will know. */
    List<String> of(DeclaredVolume volume) {
        String claim = volume.claim();
        if (ObjectNames.isName(claim)) {
            return List.of(volume.namespace() + "/" + claim);
        }
        if (claim.isEmpty()) {
            return known.stream()
                    .filter(id -> id.startsWith(volume.namespace() + "/"))
                    .filter(id -> isOf(volume.app(), id))
                    .toList();
        }
        var pattern = Pattern.compile(
                Pattern.quote(volume.namespace() + "/") + Pattern.quote(claim).replace("*", "\\E[0-9]+\\Q"));
        return known.stream().filter(id -> pattern.matcher(id).matches()).toList();
    }

    private boolean isOf(String app, String id) {
        PersistentVolumeClaim claim = live.get(id);
        Map<String, String> labels = claim == null
                ? Map.of()
                : Objects.requireNonNullElse(claim.getMetadata().getLabels(), Map.of());
        String name = id.substring(id.indexOf('/') + 1);
        return APP.stream().anyMatch(label -> app.equals(labels.get(label)))
                || name.equals(app)
                || name.startsWith(app + "-")
                || name.matches("data-" + Pattern.quote(app) + "(-.*)?");
    }
}
