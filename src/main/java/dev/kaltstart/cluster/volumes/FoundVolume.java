package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume before it is judged.
 *
 * @param volumeName of the PersistentVolume that it is bound to by hand; blank when storage provisions it
 * @param storage null until the storage class is known
 */
record FoundVolume(
        Origin origin,
        String namespace,
        String claim,
        String app,
        String size,
        String storageClass,
        List<String> accessModes,
        Map<String, String> labels,
        Map<String, String> annotations,
        String volumeName,
        @Nullable DataSystem storage,
        String source) {

    /** How the repository declares it. */
    enum Origin {
        /** A PersistentVolumeClaim, or what a template or a known chart makes of one. */
        CLAIM,
        /** The values of a chart want it; its name and its labels are in the templates of the chart. */
        CHART,
        /** Something uses or backs up the claim, which is made elsewhere. */
        REFERENCE,
        /** The instances of a database of CloudNativePG; the app is the name of the cluster. */
        POSTGRES,
        /** A database of another operator. */
        DATABASE,
        /** A directory that a pod mounts without a claim. */
        MOUNT
    }

    /** @param spec of a PersistentVolumeClaim */
    static FoundVolume claim(
            String namespace, String claim, String app, JsonNode metadataOwner, JsonNode spec, String source) {
        return new FoundVolume(
                Origin.CLAIM,
                namespace,
                claim,
                app,
                ManifestText.name(spec, "resources", "requests", "storage"),
                ManifestText.name(spec, "storageClassName"),
                ManifestText.list(at(spec, "accessModes")),
                ManifestText.labels(metadataOwner),
                ManifestText.annotations(metadataOwner),
                ManifestText.name(spec, "volumeName"),
                null,
                source);
    }

    /** One of which little is known. */
    static FoundVolume of(
            Origin origin, String namespace, String claim, String app, @Nullable DataSystem storage, String source) {
        return new FoundVolume(
                origin, namespace, claim, app, "", "", List.of(), Map.of(), Map.of(), "", storage, source);
    }

    FoundVolume sized(String declared, String ofClass, List<String> modes) {
        return new FoundVolume(
                origin,
                namespace,
                claim,
                app,
                declared,
                ofClass,
                modes,
                labels,
                annotations,
                volumeName,
                storage,
                source);
    }

    FoundVolume storedOn(@Nullable DataSystem system) {
        return changed(claim, app, volumeName, system);
    }

    FoundVolume boundTo(String volume) {
        return changed(claim, app, volume, storage);
    }

    /** The same with the name of its claim, which something else has shown. */
    FoundVolume named(String name) {
        return changed(name, app, volumeName, storage);
    }

    FoundVolume usedBy(String user) {
        return changed(claim, user.isEmpty() ? app : user, volumeName, storage);
    }

    private FoundVolume changed(String name, String user, String volume, @Nullable DataSystem system) {
        return new FoundVolume(
                origin,
                namespace,
                name,
                user,
                size,
                storageClass,
                accessModes,
                labels,
                annotations,
                volume,
                system,
                source);
    }

    String id() {
        return namespace + "/" + claim;
    }
}
