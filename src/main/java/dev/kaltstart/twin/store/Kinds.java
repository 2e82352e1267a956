package dev.kaltstart.twin.store;

import java.util.List;
import java.util.Optional;

/** The kinds the twin's API serves. */
public final class Kinds {

    public static final Kind NAMESPACE = new Kind("", "v1", "namespaces", "Namespace", false);
    public static final Kind NODE = new Kind("", "v1", "nodes", "Node", false);
    public static final Kind POD = new Kind("", "v1", "pods", "Pod", true);
    public static final Kind CLAIM = new Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true);
    public static final Kind SECRET = new Kind("", "v1", "secrets", "Secret", true);
    public static final Kind CONFIG_MAP = new Kind("", "v1", "configmaps", "ConfigMap", true);
    public static final Kind VOLUME = new Kind("", "v1", "persistentvolumes", "PersistentVolume", false);
    public static final Kind LEASE = new Kind("coordination.k8s.io", "v1", "leases", "Lease", true);
    public static final Kind BUDGET = new Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    public static final Kind DAEMON_SET = new Kind("apps", "v1", "daemonsets", "DaemonSet", true);
    public static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    public static final Kind STATEFUL_SET = new Kind("apps", "v1", "statefulsets", "StatefulSet", true);
    public static final Kind STORAGE_CLASS = new Kind("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);
    public static final Kind ATTACHMENT =
            new Kind("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", false);

    public static final String LONGHORN = "longhorn.io";
    public static final Kind LONGHORN_VOLUME = new Kind(LONGHORN, "v1beta2", "volumes", "Volume", true);
    public static final Kind REPLICA = new Kind(LONGHORN, "v1beta2", "replicas", "Replica", true);
    public static final Kind ENGINE = new Kind(LONGHORN, "v1beta2", "engines", "Engine", true);
    public static final Kind LONGHORN_NODE = new Kind(LONGHORN, "v1beta2", "nodes", "Node", true);
    public static final Kind SETTING = new Kind(LONGHORN, "v1beta2", "settings", "Setting", true);

    public static final Kind KUSTOMIZATION =
            new Kind("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization", true);
    public static final Kind HELM_RELEASE =
            new Kind("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", true);
    public static final Kind GIT_REPOSITORY =
            new Kind("source.toolkit.fluxcd.io", "v1", "gitrepositories", "GitRepository", true);
    public static final Kind OCI_REPOSITORY =
            new Kind("source.toolkit.fluxcd.io", "v1", "ocirepositories", "OCIRepository", true);
    public static final Kind HELM_REPOSITORY =
            new Kind("source.toolkit.fluxcd.io", "v1", "helmrepositories", "HelmRepository", true);
    public static final Kind FLUX_INSTANCE =
            new Kind("fluxcd.controlplane.io", "v1", "fluxinstances", "FluxInstance", true);

    public static final Kind REPLICATION_SOURCE =
            new Kind("volsync.backube", "v1alpha1", "replicationsources", "ReplicationSource", true);
    public static final Kind REPLICATION_DESTINATION =
            new Kind("volsync.backube", "v1alpha1", "replicationdestinations", "ReplicationDestination", true);

    public static final Kind VELERO_BACKUP = new Kind("velero.io", "v1", "backups", "Backup", true);
    public static final Kind VELERO_RESTORE = new Kind("velero.io", "v1", "restores", "Restore", true);
    public static final Kind VELERO_SCHEDULE = new Kind("velero.io", "v1", "schedules", "Schedule", true);
    public static final Kind BACKUP_LOCATION =
            new Kind("velero.io", "v1", "backupstoragelocations", "BackupStorageLocation", true);
    public static final Kind DATA_UPLOAD = new Kind("velero.io", "v2alpha1", "datauploads", "DataUpload", true);
    public static final Kind DATA_DOWNLOAD = new Kind("velero.io", "v2alpha1", "datadownloads", "DataDownload", true);
    public static final Kind LONGHORN_BACKUP = new Kind(LONGHORN, "v1beta2", "backups", "Backup", true);
    public static final Kind LONGHORN_SNAPSHOT = new Kind(LONGHORN, "v1beta2", "snapshots", "Snapshot", true);

    private static final String ADMISSION = "admissionregistration.k8s.io";
    public static final Kind ADMISSION_POLICY =
            new Kind(ADMISSION, "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", false);
    public static final Kind ADMISSION_BINDING =
            new Kind(ADMISSION, "v1", "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding", false);

    private static final String KOPIUR = "kopiur.home-operations.com";
    public static final Kind KOPIUR_POLICY = new Kind(KOPIUR, "v1alpha1", "snapshotpolicies", "SnapshotPolicy", true);
    public static final Kind KOPIUR_SNAPSHOT = new Kind(KOPIUR, "v1alpha1", "snapshots", "Snapshot", true);
    public static final Kind KOPIUR_RESTORE = new Kind(KOPIUR, "v1alpha1", "restores", "Restore", true);

    /** Everything a cluster with Longhorn serves. */
    public static final List<Kind> ALL = List.of(
            NAMESPACE,
            NODE,
            POD,
            CLAIM,
            VOLUME,
            new Kind("", "v1", "services", "Service", true),
            SECRET,
            CONFIG_MAP,
            new Kind("", "v1", "limitranges", "LimitRange", true),
            new Kind("", "v1", "resourcequotas", "ResourceQuota", true),
            new Kind("", "v1", "serviceaccounts", "ServiceAccount", true),
            new Kind("", "v1", "events", "Event", true),
            LEASE,
            BUDGET,
            DAEMON_SET,
            DEPLOYMENT,
            STATEFUL_SET,
            new Kind("apps", "v1", "replicasets", "ReplicaSet", true),
            new Kind("batch", "v1", "jobs", "Job", true),
            new Kind("batch", "v1", "cronjobs", "CronJob", true),
            STORAGE_CLASS,
            ATTACHMENT,
            new Kind("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false),
            LONGHORN_VOLUME,
            REPLICA,
            ENGINE,
            LONGHORN_NODE,
            SETTING,
            new Kind(LONGHORN, "v1beta2", "instancemanagers", "InstanceManager", true),
            LONGHORN_BACKUP,
            LONGHORN_SNAPSHOT,
            new Kind(LONGHORN, "v1beta2", "backuptargets", "BackupTarget", true),
            ADMISSION_POLICY,
            ADMISSION_BINDING,
            KUSTOMIZATION,
            HELM_RELEASE,
            GIT_REPOSITORY,
            OCI_REPOSITORY,
            HELM_REPOSITORY,
            new Kind("source.toolkit.fluxcd.io", "v1", "helmcharts", "HelmChart", true),
            new Kind("source.toolkit.fluxcd.io", "v1", "buckets", "Bucket", true),
            new Kind("notification.toolkit.fluxcd.io", "v1", "receivers", "Receiver", true),
            new Kind("notification.toolkit.fluxcd.io", "v1beta3", "alerts", "Alert", true),
            new Kind("notification.toolkit.fluxcd.io", "v1beta3", "providers", "Provider", true),
            new Kind("networking.k8s.io", "v1", "ingresses", "Ingress", true),
            new Kind("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
            new Kind("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
            new Kind("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
            new Kind("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
            new Kind("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
            new Kind("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute", true),
            FLUX_INSTANCE,
            REPLICATION_SOURCE,
            REPLICATION_DESTINATION,
            KOPIUR_POLICY,
            new Kind(KOPIUR, "v1alpha1", "snapshotschedules", "SnapshotSchedule", true),
            KOPIUR_SNAPSHOT,
            KOPIUR_RESTORE,
            VELERO_BACKUP,
            VELERO_RESTORE,
            VELERO_SCHEDULE,
            BACKUP_LOCATION,
            DATA_UPLOAD,
            DATA_DOWNLOAD,
            new Kind("velero.io", "v1", "podvolumebackups", "PodVolumeBackup", true),
            new Kind("velero.io", "v1", "podvolumerestores", "PodVolumeRestore", true));

    private Kinds() {}

    /** By the kind in a manifest, ignoring its version. */
    public static Optional<Kind> named(String apiVersion, String name) {
        var slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return ALL.stream()
                .filter(kind -> kind.group().equals(group) && kind.name().equals(name))
                .findFirst();
    }

    public static Optional<Kind> find(String group, String version, String plural) {
        return ALL.stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }
}
