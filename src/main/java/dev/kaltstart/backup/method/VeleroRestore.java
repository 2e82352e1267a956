package dev.kaltstart.backup.method;

import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Restore of one claim. Velero selects by labels only, and a snapshot's name is a label of the claim in the backup alone
 * (src: vmware-tanzu/velero:pkg/backup/actions/csi/pvc_action.go): nothing else of the namespace comes back. The volume
 * follows its claim, and the uploads of volumes are read in any case (pkg/restore/restore.go, resourceMustHave).
 *
 * @param recovery that restores
 */
record VeleroRestore(VeleroPoint point, LostClaim claim, String recovery) {

    static final String LABEL = "velero.io/restore-name";

    /** Of all Restores that one claim has had from Kaltstart. */
    private static final String CLAIM = "kaltstart.dev/restored-claim";

    String name() {
        return ObjectNames.of(recovery, point.id(), claim.label());
    }

    /** @param labels that select what comes back */
    GenericKubernetesResource object(Map<String, String> labels) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("backupName", point.backup());
        spec.put("includedNamespaces", List.of(claim.namespace()));
        spec.put(
                "includedResources",
                point.files()
                        ? List.of("pods", "persistentvolumeclaims", "persistentvolumes")
                        : List.of("persistentvolumeclaims", "persistentvolumes"));
        spec.put("labelSelector", Map.of("matchLabels", labels));
        spec.put("restorePVs", true);
        if (point.files()) {
            spec.put("resourceModifier", Map.of("kind", "configmap", "name", name()));
        }
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("velero.io/v1")
                .withKind(ObjectKind.VELERO_RESTORE.kind())
                .withNewMetadata()
                .withNamespace(point.namespace())
                .withName(name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .addToLabels(CLAIM, ObjectNames.of(claim.label()))
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    @Nullable
    GenericKubernetesResource find(KubernetesClient client) {
        return ObjectKind.VELERO_RESTORE.find(client, point.namespace(), name());
    }

    /** What Velero has made for the data of the claim. */
    List<GenericKubernetesResource> transfers(KubernetesClient client) {
        ObjectKind kind = point.files() ? ObjectKind.POD_VOLUME_RESTORE : ObjectKind.DATA_DOWNLOAD;
        return kind.list(client, point.namespace(), LABEL, name()).stream()
                .filter(this::ofTheClaim)
                .toList();
    }

    private boolean ofTheClaim(GenericKubernetesResource transfer) {
        return point.files()
                ? claim.namespace().equals(transfer.get("spec", "pod", "namespace"))
                        && point.pod().equals(transfer.get("spec", "pod", "name"))
                        && point.volume().equals(transfer.get("spec", "volume"))
                : claim.namespace().equals(transfer.get("spec", "targetVolume", "namespace"))
                        && claim.name().equals(transfer.get("spec", "targetVolume", "pvc"));
    }

    /** A Restore is for once. Those of earlier choices for the same claim go with it, and their pods. */
    void remove(KubernetesClient client) {
        Stream.concat(
                        Stream.of(name()),
                        ObjectKind.VELERO_RESTORE
                                .list(client, point.namespace(), CLAIM, ObjectNames.of(claim.label()))
                                .stream()
                                .map(restore -> restore.getMetadata().getName()))
                .distinct()
                .forEach(name -> {
                    client.pods()
                            .inNamespace(claim.namespace())
                            .withLabel(LABEL, name)
                            .withGracePeriod(0)
                            .delete();
                    client.configMaps()
                            .inNamespace(point.namespace())
                            .withName(name)
                            .delete();
                    ObjectKind.VELERO_RESTORE
                            .named(client, point.namespace(), name)
                            .delete();
                });
    }
}
