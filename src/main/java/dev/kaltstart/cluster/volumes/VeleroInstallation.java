package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How Velero is installed, which decides whether data leaves the cluster (src: vmware-tanzu/helm-charts:charts/velero/values.yaml;
 * vmware-tanzu/velero:site/content/docs/main/{file-system-backup,csi-snapshot-data-movement}.md).
 */
final class VeleroInstallation {

    private static final int MOST = 100;
    private static final String CLASS = "velero.io/csi-volumesnapshot-class";

    private @Nullable ChartRelease release;

    /** Of the storage locations, by name. */
    private final Map<String, String> addresses = new HashMap<>();

    private String standard = "default";

    /** By the storage: whether its snapshots are a backup themselves. */
    private final Map<DataSystem, Boolean> snapshotClasses = new EnumMap<>(DataSystem.class);

    void see(ObjectNode object) {
        if (isA(object, "velero.io", "BackupStorageLocation")) {
            location(ManifestText.name(object, "metadata", "name"), at(object, "spec"));
        }
        if (isA(object, "snapshot.storage.k8s.io", "VolumeSnapshotClass")) {
            var system = DataSystem.ofDriver(text(object, "driver"));
            var type = text(object, "parameters", "type");
            var marked = text(object, "metadata", "labels", CLASS).equals("true");
            // without a type, Longhorn makes a backup (src: longhorn/longhorn-manager:csi/controller_server.go)
            var backup = system == DataSystem.LONGHORN && (type.isEmpty() || type.equals("bak"));
            if (marked) {
                snapshotClasses.put(system, backup);
            } else {
                snapshotClasses.putIfAbsent(system, backup);
            }
        }
    }

    void see(ChartRelease seen) {
        if (seen.chart().equals("velero")) {
            release = seen;
            var locations = seen.at("configuration", "backupStorageLocation");
            // before version 5 of the chart there was one, which was no list
            (locations.isArray() ? PodSpecs.stream(locations) : Stream.of(locations))
                    .limit(MOST)
                    .filter(JsonNode::isObject)
                    .forEach(one -> location(ManifestText.name(one, "name"), one));
        } else if (seen.chart().equals("rook-ceph-cluster")) {
            for (String made :
                    new String[] {"cephBlockPoolsVolumeSnapshotClass", "cephFileSystemVolumeSnapshotClass"}) {
                if (seen.flag(made, "enabled")) {
                    snapshotClasses.putIfAbsent(DataSystem.ROOK_CEPH, false);
                }
            }
        }
    }

    private void location(String name, JsonNode spec) {
        if (addresses.size() < MOST) {
            addresses.put(name.isEmpty() ? "default" : name, ManifestText.name(spec, "config", "s3Url"));
            if (text(spec, "default").equals("true")) {
                standard = name.isEmpty() ? "default" : name;
            }
        }
    }

    /**
     * Where a schedule writes to; empty when the repository does not say.
     *
     * @param location blank for the default one
     */
    Optional<String> address(String location) {
        return Optional.ofNullable(addresses.get(location.isEmpty() ? standard : location));
    }

    /** Whether the repository shows how it is installed. */
    boolean isKnown() {
        return release != null;
    }

    boolean snapshots() {
        return release != null && release.text("configuration", "features").contains("EnableCSI");
    }

    /** The agent on the nodes, without which no data is moved. */
    boolean agent() {
        return release != null && release.flag("deployNodeAgent");
    }

    boolean filesByDefault() {
        return release != null && release.flag("configuration", "defaultVolumesToFsBackup");
    }

    boolean movesByDefault() {
        return release != null && release.flag("configuration", "defaultSnapshotMoveData");
    }

    boolean hasSnapshotClass(@Nullable DataSystem storage) {
        return storage != null && snapshotClasses.containsKey(storage);
    }

    boolean snapshotIsBackup(@Nullable DataSystem storage) {
        return storage != null && snapshotClasses.getOrDefault(storage, false);
    }
}
