package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PersistentVolumes that are written by hand. */
final class PersistentVolumes {

    private static final int MOST = 5_000;

    /**
     * @param system null when its kind is not known
     * @param handle of the volume in its storage
     * @param claim that it is reserved for; blank when for any
     */
    record Declared(@Nullable DataSystem system, String handle, String size, String claim, String storageClass) {}

    private final Map<String, Declared> volumes = new LinkedHashMap<>();

    void see(ObjectNode object) {
        if (isA(object, "", "PersistentVolume") && volumes.size() < MOST) {
            var spec = at(object, "spec");
            var claim = ManifestText.name(spec, "claimRef", "name");
            volumes.put(
                    ManifestText.name(object, "metadata", "name"),
                    new Declared(
                            system(object),
                            ManifestText.name(spec, "csi", "volumeHandle"),
                            ManifestText.name(spec, "capacity", "storage"),
                            claim.isEmpty() ? "" : ManifestText.name(spec, "claimRef", "namespace") + "/" + claim,
                            ManifestText.name(spec, "storageClassName")));
        }
    }

    private static @Nullable DataSystem system(ObjectNode volume) {
        var spec = at(volume, "spec");
        if (spec.has("csi")) {
            return DataSystem.ofDriver(text(spec, "csi", "driver"));
        }
        if (spec.has("nfs")) {
            return DataSystem.NFS;
        }
        return spec.has("hostPath") || spec.has("local") ? DataSystem.LOCAL_VOLUMES : null;
    }

    Optional<Declared> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** One of a class that nothing provisions: a claim gets one of its volumes, when they all are of one kind. */
    Optional<Declared> ofClass(String storageClass) {
        var those = volumes.values().stream()
                .filter(one -> !storageClass.isEmpty() && one.storageClass().equals(storageClass))
                .toList();
        return those.stream().map(Declared::system).distinct().count() == 1
                ? Optional.of(those.get(0))
                : Optional.empty();
    }

    /** The one that is reserved for a claim. */
    Optional<Declared> reservedFor(String claim) {
        return volumes.values().stream()
                .filter(one -> one.claim().equals(claim))
                .findFirst();
    }
}
