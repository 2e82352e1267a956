package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of custom object, with its full name: two installed systems may share a short one, {@code backups}.
 *
 * @param resource as kubectl takes it: {@code backups.velero.io}
 */
public record ObjectKind(String group, String version, String kind, String plural) {

    static final ObjectKind REPLICATION_SOURCE =
            new ObjectKind("volsync.backube", "v1alpha1", "ReplicationSource", "replicationsources");
    static final ObjectKind REPLICATION_DESTINATION =
            new ObjectKind("volsync.backube", "v1alpha1", "ReplicationDestination", "replicationdestinations");
    static final ObjectKind VELERO_BACKUP = new ObjectKind("velero.io", "v1", "Backup", "backups");
    static final ObjectKind VELERO_RESTORE = new ObjectKind("velero.io", "v1", "Restore", "restores");
    static final ObjectKind VELERO_SCHEDULE = new ObjectKind("velero.io", "v1", "Schedule", "schedules");
    static final ObjectKind POD_VOLUME_BACKUP =
            new ObjectKind("velero.io", "v1", "PodVolumeBackup", "podvolumebackups");
    static final ObjectKind POD_VOLUME_RESTORE =
            new ObjectKind("velero.io", "v1", "PodVolumeRestore", "podvolumerestores");
    static final ObjectKind BACKUP_LOCATION =
            new ObjectKind("velero.io", "v1", "BackupStorageLocation", "backupstoragelocations");
    static final ObjectKind DATA_UPLOAD = new ObjectKind("velero.io", "v2alpha1", "DataUpload", "datauploads");
    static final ObjectKind DATA_DOWNLOAD = new ObjectKind("velero.io", "v2alpha1", "DataDownload", "datadownloads");
    static final ObjectKind LONGHORN_BACKUP = new ObjectKind("longhorn.io", "v1beta2", "Backup", "backups");
    static final ObjectKind LONGHORN_SNAPSHOT = new ObjectKind("longhorn.io", "v1beta2", "Snapshot", "snapshots");
    static final ObjectKind BACKUP_TARGET = new ObjectKind("longhorn.io", "v1beta2", "BackupTarget", "backuptargets");
    static final ObjectKind LONGHORN_VOLUME = new ObjectKind("longhorn.io", "v1beta2", "Volume", "volumes");

    public static final ObjectKind K8UP_SNAPSHOT = new ObjectKind("k8up.io", "v1", "Snapshot", "snapshots");
    public static final ObjectKind K8UP_SCHEDULE = new ObjectKind("k8up.io", "v1", "Schedule", "schedules");
    public static final ObjectKind K8UP_BACKUP = new ObjectKind("k8up.io", "v1", "Backup", "backups");
    public static final ObjectKind K8UP_RESTORE = new ObjectKind("k8up.io", "v1", "Restore", "restores");

    static final ObjectKind POSTGRES_CLUSTER = new ObjectKind("postgresql.cnpg.io", "v1", "Cluster", "clusters");
    static final ObjectKind POSTGRES_BACKUP = new ObjectKind("postgresql.cnpg.io", "v1", "Backup", "backups");

    public static final ObjectKind KOPIUR_POLICY =
            new ObjectKind("kopiur.home-operations.com", "v1alpha1", "SnapshotPolicy", "snapshotpolicies");
    public static final ObjectKind KOPIUR_SCHEDULE =
            new ObjectKind("kopiur.home-operations.com", "v1alpha1", "SnapshotSchedule", "snapshotschedules");
    public static final ObjectKind KOPIUR_SNAPSHOT =
            new ObjectKind("kopiur.home-operations.com", "v1alpha1", "Snapshot", "snapshots");
    public static final ObjectKind KOPIUR_RESTORE =
            new ObjectKind("kopiur.home-operations.com", "v1alpha1", "Restore", "restores");

    private static final int NOT_FOUND = 404;

    String resource() {
        return plural + "." + group;
    }

    public MixedOperation<
                    GenericKubernetesResource,
                    io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            in(KubernetesClient client) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build());
    }

    /** None when the cluster does not serve the kind. */
    public List<GenericKubernetesResource> list(KubernetesClient client) {
        return orNone(() -> in(client).inAnyNamespace().list().getItems());
    }

    public List<GenericKubernetesResource> list(KubernetesClient client, String namespace) {
        return orNone(() -> in(client).inNamespace(namespace).list().getItems());
    }

    public List<GenericKubernetesResource> list(KubernetesClient client, String namespace, String label, String value) {
        return orNone(() ->
                in(client).inNamespace(namespace).withLabel(label, value).list().getItems());
    }

    private static List<GenericKubernetesResource> orNone(
            java.util.function.Supplier<List<GenericKubernetesResource>> list) {
        try {
            return list.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    public Resource<GenericKubernetesResource> named(KubernetesClient client, String namespace, String name) {
        return in(client).inNamespace(namespace).withName(name);
    }

    /** Null when there is none, or when the cluster does not serve the kind. */
    public @Nullable GenericKubernetesResource find(KubernetesClient client, String namespace, String name) {
        return named(client, namespace, name).get();
    }
}
