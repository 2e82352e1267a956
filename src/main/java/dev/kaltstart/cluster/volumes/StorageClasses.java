package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The storage classes of the cluster: the repository's own ones, and those that the known charts make of their values. */
final class StorageClasses {

    private static final int MOST = 500;
    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

    /** @param parameters of the class */
    record Declared(DataSystem system, JsonNode parameters) {}

    private final Map<String, Declared> classes = new LinkedHashMap<>();
    private String standard = "";

    void see(ObjectNode object) {
        if (isA(object, "storage.k8s.io", "StorageClass")) {
            add(
                    ManifestText.name(object, "metadata", "name"),
                    system(text(object, "provisioner")),
                    at(object, "parameters"),
                    text(object, "metadata", "annotations", DEFAULT).equals("true"));
        }
    }

    /** Names and defaults are those of the charts' own values.yaml. */
    void see(ChartRelease release) {
        switch (release.chart()) {
            case "longhorn" -> {
                if (!release.text("persistence", "defaultClass").equals("false") || !has("longhorn")) {
                    add(
                            "longhorn",
                            DataSystem.LONGHORN,
                            selector(release),
                            !release.text("persistence", "defaultClass").equals("false"));
                }
                add("longhorn-static", DataSystem.LONGHORN, JsonNodeFactory.instance.objectNode(), false);
            }
            case "rook-ceph-cluster" -> {
                ceph(release, "cephBlockPools", "ceph-block");
                ceph(release, "cephFileSystems", "ceph-filesystem");
                ceph(release, "cephECBlockPools", "");
            }
            case "openebs" -> {
                add("openebs-hostpath", DataSystem.OPENEBS_HOSTPATH);
                openebs(release, "localpv-provisioner");
            }
            case "localpv-provisioner" -> {
                add("openebs-hostpath", DataSystem.OPENEBS_HOSTPATH);
                openebs(release);
            }
            case "local-path-provisioner" -> single(release, "local-path", DataSystem.LOCAL_PATH, "storageClass");
            case "csi-driver-nfs" -> {
                single(release, "nfs-csi", DataSystem.NFS, "storageClass");
                listed(release, DataSystem.NFS);
            }
            case "csi-driver-smb" -> listed(release, DataSystem.SMB);
            case "nfs-subdir-external-provisioner" -> single(release, "nfs-client", DataSystem.NFS, "storageClass");
            case "synology-csi" -> listed(release, DataSystem.SYNOLOGY);
            case "democratic-csi" -> listed(release, democratic(release.text("driver", "config", "driver")));
            default -> {
                if (release.chart().contains("csi")) {
                    listed(release, DataSystem.OTHER_STORAGE);
                }
            }
        }
    }

    private static DataSystem system(String driver) {
        var system = DataSystem.ofDriver(driver);
        return system == DataSystem.DEMOCRATIC_CSI ? democratic(driver) : system;
    }

    /** Some of its drivers store on the node (src: democratic-csi/democratic-csi:README.md). */
    private static DataSystem democratic(String driver) {
        return driver.contains("local") ? DataSystem.LOCAL_VOLUMES : DataSystem.DEMOCRATIC_CSI;
    }

    private void openebs(ChartRelease release, String... path) {
        var base = at(release.values(), path);
        var name = ManifestText.name(base, "hostpathClass", "name");
        if (!name.isEmpty()) {
            add(
                    name,
                    DataSystem.OPENEBS_HOSTPATH,
                    JsonNodeFactory.instance.objectNode(),
                    at(base, "hostpathClass", "isDefaultClass").asBoolean());
        }
    }

    private static JsonNode selector(ChartRelease release) {
        var parameters = JsonNodeFactory.instance.objectNode();
        var selector = release.at("persistence", "recurringJobSelector");
        if (at(selector, "enable").asBoolean()) {
            var list = at(selector, "jobList");
            parameters.put("recurringJobSelector", list.isTextual() ? list.asText() : list.toString());
        }
        return parameters;
    }

    private void ceph(ChartRelease release, String pools, String name) {
        var external = release.flag("cephClusterSpec", "external", "enable");
        var system = external ? DataSystem.EXTERNAL_CEPH : DataSystem.ROOK_CEPH;
        if (release.at(pools).isMissingNode() && !name.isEmpty()) {
            add(name, system);
        }
        for (JsonNode pool : release.at(pools)) {
            var storageClass = at(pool, "storageClass");
            if (at(storageClass, "enabled").asBoolean()) {
                add(
                        ManifestText.name(storageClass, "name"),
                        system,
                        at(storageClass, "parameters"),
                        at(storageClass, "isDefault").asBoolean());
            }
        }
    }

    private void single(ChartRelease release, String name, DataSystem system, String field) {
        if (!release.text(field, "create").equals("false")) {
            var own = release.text(field, "name");
            add(
                    own.isEmpty() ? name : own,
                    system,
                    release.at(field, "parameters"),
                    release.flag(field, "defaultClass"));
        }
    }

    private void listed(ChartRelease release, DataSystem system) {
        for (JsonNode one : release.at("storageClasses")) {
            add(
                    ManifestText.name(one, "name"),
                    system,
                    at(one, "parameters"),
                    at(one, "defaultClass").asBoolean()
                            || at(one, "isDefault").asBoolean()
                            || text(one, "annotations", DEFAULT).equals("true"));
        }
    }

    private void add(String name, DataSystem system) {
        add(name, system, JsonNodeFactory.instance.objectNode(), false);
    }

    private void add(String name, DataSystem system, JsonNode parameters, boolean isDefault) {
        if (!name.isEmpty() && classes.size() < MOST) {
            classes.putIfAbsent(name, new Declared(system, parameters));
            if (isDefault) {
                standard = name;
            }
        }
    }

    private boolean has(String name) {
        return classes.containsKey(name);
    }

    /** @param name blank for the default one */
    Optional<Declared> find(String name) {
        return Optional.ofNullable(classes.get(name.isEmpty() ? standard : name));
    }
}
