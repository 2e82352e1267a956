package dev.kaltstart.cluster;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A system that stores, backs up or protects the data of a cluster, and what Kaltstart can do with it. */
public enum DataSystem {
    LONGHORN(
            Purpose.STORAGE,
            Place.WATCHED,
            "Longhorn",
            "driver\\.longhorn\\.io",
            "checks replicas before a wipe, waits for the rebuild, verifies"),
    ROOK_CEPH(
            Purpose.STORAGE,
            Place.WATCHED,
            "Rook-Ceph",
            "rook[a-z0-9-]*\\.((rbd|cephfs|nfs)\\.csi\\.ceph\\.com|ceph\\.rook\\.io/bucket)",
            "looks at health, OSDs, monitors and pools; a person decides before a wipe; waits for OSDs and health"),
    EXTERNAL_CEPH(
            Purpose.STORAGE,
            Place.OUTSIDE,
            "external Ceph",
            "([a-z0-9-]+\\.)?(rbd|cephfs|nfs)\\.csi\\.ceph\\.com",
            "not checked: its data is outside of the cluster"),
    OPENEBS_HOSTPATH(
            Purpose.STORAGE,
            Place.NODE,
            "OpenEBS hostpath",
            "openebs\\.io/local|rawfile\\.csi\\.openebs\\.io",
            "cannot judge: data on the node's system disk is lost with a wipe; asks a person, and names the volumes"),
    OPENEBS_LVM(
            Purpose.STORAGE,
            Place.NODE,
            "OpenEBS LVM",
            "local\\.csi\\.openebs\\.io",
            "cannot judge: the only copy is on the node; asks a person, and names the volumes"),
    OPENEBS_ZFS(
            Purpose.STORAGE,
            Place.NODE,
            "OpenEBS ZFS",
            "zfs\\.csi\\.openebs\\.io",
            "cannot judge: the only copy is on the node; asks a person, and names the volumes"),
    MAYASTOR(
            Purpose.STORAGE,
            Place.SPREAD,
            "OpenEBS Mayastor",
            "io\\.openebs\\.csi-mayastor",
            "cannot judge its replicas: asks a person before a wipe; not verified afterwards"),
    LOCAL_PATH(
            Purpose.STORAGE,
            Place.NODE,
            "local-path",
            "rancher\\.io/local-path|.*local-path.*",
            "cannot judge: data on the node's system disk is lost with a wipe; asks a person, and names the volumes"),
    LOCAL_VOLUMES(
            Purpose.STORAGE,
            Place.NODE,
            "local volumes",
            "kubernetes\\.io/no-provisioner",
            "cannot judge: the only copy is on the node; asks a person, and names the volumes"),
    TOPOLVM(
            Purpose.STORAGE,
            Place.NODE,
            "TopoLVM",
            "topolvm\\.(io|cybozu\\.com)",
            "cannot judge: the only copy is on the node; asks a person, and names the volumes"),
    LINSTOR(
            Purpose.STORAGE,
            Place.SPREAD,
            "LINSTOR (Piraeus)",
            "linstor\\.csi\\.linbit\\.com",
            "cannot judge its replicas: asks a person before a wipe; not verified afterwards"),
    DEMOCRATIC_CSI(
            Purpose.STORAGE,
            Place.OUTSIDE,
            "democratic-csi",
            "org\\.democratic-csi\\..+",
            "asks a person about volumes that are tied to the node; others are outside of the cluster and not checked"),
    SYNOLOGY(
            Purpose.STORAGE,
            Place.OUTSIDE,
            "Synology CSI",
            "csi\\.san\\.synology\\.com",
            "not checked: its data is outside of the cluster"),
    NFS(
            Purpose.STORAGE,
            Place.OUTSIDE,
            "NFS",
            "nfs\\.csi\\.k8s\\.io|nfs|.*nfs-(subdir-external|client|server)-provisioner.*",
            "not checked: its data is outside of the cluster"),
    SMB(
            Purpose.STORAGE,
            Place.OUTSIDE,
            "SMB",
            "smb\\.csi\\.k8s\\.io",
            "not checked: its data is outside of the cluster"),
    OTHER_STORAGE(
            Purpose.STORAGE,
            Place.SPREAD,
            "other storage",
            "",
            "not known to Kaltstart: asks a person before a wipe; not verified afterwards"),

    CLOUDNATIVE_PG(
            Purpose.DATABASE,
            Place.WATCHED,
            "CloudNativePG",
            "",
            "asks a person when the last ready instance is on the node; waits for all instances"),
    CRUNCHY_PGO(Purpose.DATABASE, Place.NODE, "Crunchy PGO", "", Ability.DATABASE),
    MARIADB_OPERATOR(Purpose.DATABASE, Place.NODE, "mariadb-operator", "", Ability.DATABASE),
    PERCONA(Purpose.DATABASE, Place.NODE, "Percona operator", "", Ability.DATABASE),
    ZALANDO_POSTGRES(Purpose.DATABASE, Place.NODE, "Zalando postgres-operator", "", Ability.DATABASE),
    MONGODB(Purpose.DATABASE, Place.NODE, "MongoDB operator", "", Ability.DATABASE),

    VELERO(Purpose.BACKUP, Place.OUTSIDE, "Velero", "", Ability.RESTORED),
    VOLSYNC(Purpose.BACKUP, Place.OUTSIDE, "VolSync", "", Ability.RESTORED),
    KOPIUR(Purpose.BACKUP, Place.OUTSIDE, "Kopiur", "", Ability.BACKUP),
    K8UP(Purpose.BACKUP, Place.OUTSIDE, "K8up", "", Ability.RESTORED),
    BARMAN(Purpose.BACKUP, Place.OUTSIDE, "CloudNativePG backups", "", Ability.GUIDED),
    LITESTREAM(Purpose.BACKUP, Place.OUTSIDE, "Litestream", "", Ability.UNSEEN),
    RESTIC(Purpose.BACKUP, Place.OUTSIDE, "restic jobs", "", Ability.UNSEEN),
    RCLONE(Purpose.BACKUP, Place.OUTSIDE, "rclone jobs", "", Ability.SILENT),
    LONGHORN_BACKUP(Purpose.BACKUP, Place.OUTSIDE, "Longhorn backups", "", Ability.RESTORED),

    SOPS(Purpose.SECRETS, Place.OUTSIDE, "SOPS", "", "checks that files are encrypted; does not test the keys"),
    EXTERNAL_SECRETS(Purpose.SECRETS, Place.OUTSIDE, "external-secrets", "", Ability.SECRETS),
    SEALED_SECRETS(Purpose.SECRETS, Place.OUTSIDE, "Sealed Secrets", "", Ability.SECRETS),
    OTHER_SECRETS(Purpose.SECRETS, Place.OUTSIDE, "secrets operator", "", Ability.SECRETS);

    /** What a system is for. */
    public enum Purpose {
        STORAGE,
        DATABASE,
        BACKUP,
        SECRETS
    }

    /** Where its data is, and whether Kaltstart can judge it. */
    public enum Place {
        /** On the nodes; Kaltstart reads the system's own objects. */
        WATCHED,
        /** On the disks of single nodes, which the volumes name. */
        NODE,
        /** On several nodes, or unknown: only a person can judge it. */
        SPREAD,
        /** Not on the nodes, unless a volume says so. */
        OUTSIDE
    }

    /** What is said of several systems. */
    private static final class Ability {
        static final String DATABASE = "recognised; not checked, except for volumes that are tied to a node";
        static final String BACKUP =
                "finds which volumes it backs up, and their newest restore points; restores are not automated";
        static final String RESTORED =
                "finds which volumes it backs up, and their newest restore points; restores lost volumes";
        static final String GUIDED =
                "finds which volumes it backs up, and their newest restore points; guides a person through the restore";
        static final String SILENT =
                "finds which volumes it backs up; its restore points are not seen, and restores are not automated";
        static final String UNSEEN =
                "finds which volumes it backs up; its restore points are not seen before a restore;"
                        + " restores lost volumes where its settings are clear";
        static final String SECRETS = "recognised; not checked";
    }

    private static final int LONGEST_DRIVER = 253;

    private final Purpose purpose;
    private final Place place;
    private final String label;
    private final Pattern drivers;
    private final String ability;

    DataSystem(Purpose purpose, Place place, String label, String drivers, String ability) {
        this.purpose = purpose;
        this.place = place;
        this.label = label;
        this.drivers = Pattern.compile(drivers);
        this.ability = ability;
    }

    /** By a provisioner of a StorageClass or the driver of a volume; {@link #OTHER_STORAGE} when it is none of these. */
    public static DataSystem ofDriver(String driver) {
        if (driver.isEmpty() || driver.length() > LONGEST_DRIVER) {
            return OTHER_STORAGE;
        }
        return Stream.of(values())
                .filter(system -> system.drivers.matcher(driver).matches())
                .findFirst()
                .orElse(OTHER_STORAGE);
    }

    public Purpose purpose() {
        return purpose;
    }

    public Place place() {
        return place;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** What Kaltstart can do with it; true for this version, not for a plan. */
    public String ability() {
        return ability;
    }
}
