package dev.kaltstart.cluster.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.kustomize.ManifestFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The data systems that the release of a chart installs. */
record ChartSystems(JsonNode values) {

    /** Rook without a Ceph cluster of its own, as far as has been seen. */
    static final String OPERATOR = "operator";

    /** Charts that install one system, whatever their values. */
    private static final Map<String, DataSystem> CHARTS = Map.ofEntries(
            Map.entry("ceph-csi-rbd", DataSystem.EXTERNAL_CEPH),
            Map.entry("ceph-csi-cephfs", DataSystem.EXTERNAL_CEPH),
            Map.entry("localpv-provisioner", DataSystem.OPENEBS_HOSTPATH),
            Map.entry("lvm-localpv", DataSystem.OPENEBS_LVM),
            Map.entry("zfs-localpv", DataSystem.OPENEBS_ZFS),
            Map.entry("mayastor", DataSystem.MAYASTOR),
            Map.entry("local-path-provisioner", DataSystem.LOCAL_PATH),
            Map.entry("topolvm", DataSystem.TOPOLVM),
            Map.entry("piraeus", DataSystem.LINSTOR),
            Map.entry("piraeus-operator", DataSystem.LINSTOR),
            Map.entry("synology-csi", DataSystem.SYNOLOGY),
            Map.entry("csi-driver-nfs", DataSystem.NFS),
            Map.entry("nfs-subdir-external-provisioner", DataSystem.NFS),
            Map.entry("csi-driver-smb", DataSystem.SMB),
            Map.entry("cloudnative-pg", DataSystem.CLOUDNATIVE_PG),
            Map.entry("pgo", DataSystem.CRUNCHY_PGO),
            Map.entry("mariadb-operator", DataSystem.MARIADB_OPERATOR),
            Map.entry("pxc-operator", DataSystem.PERCONA),
            Map.entry("psmdb-operator", DataSystem.PERCONA),
            Map.entry("pg-operator", DataSystem.PERCONA),
            Map.entry("postgres-operator", DataSystem.ZALANDO_POSTGRES),
            Map.entry("velero", DataSystem.VELERO),
            Map.entry("volsync", DataSystem.VOLSYNC),
            Map.entry("volsync-perfectra1n", DataSystem.VOLSYNC),
            Map.entry("kopiur", DataSystem.KOPIUR),
            Map.entry("k8up", DataSystem.K8UP),
            Map.entry("plugin-barman-cloud", DataSystem.BARMAN),
            Map.entry("external-secrets", DataSystem.EXTERNAL_SECRETS),
            Map.entry("sealed-secrets", DataSystem.SEALED_SECRETS));

    /** With a detail for each; blank when there is nothing to add. */
    Map<DataSystem, String> of(String chart) {
        return switch (chart) {
            case "longhorn" -> longhorn();
            case "rook-ceph" -> Map.of(DataSystem.ROOK_CEPH, OPERATOR);
            case "rook-ceph-cluster" ->
                Map.of(
                        flag("cephClusterSpec", "external", "enable") ? DataSystem.EXTERNAL_CEPH : DataSystem.ROOK_CEPH,
                        "");
            case "openebs" -> openebs();
            case "democratic-csi" -> Map.of(DataSystem.DEMOCRATIC_CSI, text("driver", "config", "driver"));
            default -> CHARTS.containsKey(chart) ? Map.of(CHARTS.get(chart), "") : unknown(chart);
        };
    }

    /** A driver for storage that is not known is storage all the same. */
    private static Map<DataSystem, String> unknown(String chart) {
        return chart.matches("(?!cert-manager|secrets-store)[a-z0-9-]{0,40}-csi(-(plugin|driver))?")
                ? Map.of(DataSystem.OTHER_STORAGE, chart)
                : Map.of();
    }

    private Map<DataSystem, String> longhorn() {
        var found = new LinkedHashMap<DataSystem, String>();
        found.put(DataSystem.LONGHORN, "");
        Stream.of("defaultSettings", "defaultBackupStore")
                .filter(part -> !text(part, "backupTarget").isEmpty())
                .forEach(part -> found.put(DataSystem.LONGHORN_BACKUP, ""));
        return found;
    }

    /** The engines are on unless they are switched off; those for LVM and ZFS do nothing without a class of their own. */
    private Map<DataSystem, String> openebs() {
        var found = new LinkedHashMap<DataSystem, String>();
        found.put(DataSystem.OPENEBS_HOSTPATH, "");
        if (!"false".equals(text("engines", "replicated", "mayastor", "enabled"))) {
            found.put(DataSystem.MAYASTOR, "");
        }
        if (flag("engines", "local", "lvm", "enabled")) {
            found.put(DataSystem.OPENEBS_LVM, "");
        }
        if (flag("engines", "local", "zfs", "enabled")) {
            found.put(DataSystem.OPENEBS_ZFS, "");
        }
        return found;
    }

    private boolean flag(String... path) {
        return text(path).equals("true");
    }

    private String text(String... path) {
        return ManifestFields.text(values, path);
    }
}
