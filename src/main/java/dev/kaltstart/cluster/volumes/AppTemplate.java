package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The volumes in the values of bjw-s' app-template, and of charts that are built on the same library (src:
 * bjw-s-labs/helm-charts:charts/library/common/templates/{classes/_pvc.tpl,lib/_determineResourceNameFromValues.tpl,lib/pvc}).
 */
record AppTemplate(ChartRelease release) {

    private static final int FIRST_WITH_SHORT_NAMES = 4;
    private static final int MOST = 200;

    static boolean isMeant(ChartRelease release) {
        return release.at("controllers").isObject()
                || (release.at("persistence").isObject()
                        && release.at("persistence").properties().stream()
                                .anyMatch(entry -> at(entry.getValue(), "type").isTextual()
                                        || at(entry.getValue(), "globalMounts").isArray()
                                        || at(entry.getValue(), "advancedMounts")
                                                .isObject()));
    }

    List<FoundVolume> volumes() {
        var volumes = new ArrayList<FoundVolume>();
        var items = release.at("persistence").properties().stream()
                .filter(entry -> isOn(entry.getValue()))
                .limit(MOST)
                .toList();
        for (Map.Entry<String, JsonNode> item : items) {
            var one = item.getValue();
            switch (type(one)) {
                case "persistentVolumeClaim", "pvc" -> {
                    if (at(one, "existingClaim").asText("").isEmpty()) {
                        volumes.add(made(claim(item.getKey(), one), one));
                    } else {
                        volumes.add(FoundVolume.of(
                                Origin.REFERENCE,
                                release.namespace(),
                                claim(item.getKey(), one),
                                release.name(),
                                null,
                                release.source()));
                    }
                }
                case "nfs" ->
                    volumes.add(mount(
                            "nfs://" + ManifestText.name(one, "server") + ManifestText.name(one, "path"),
                            DataSystem.NFS));
                case "hostPath" -> {
                    var path = ManifestText.name(one, "hostPath");
                    if (!DeclaredWorkloads.OF_THE_NODE.matcher(path).matches()) {
                        volumes.add(mount(path, DataSystem.LOCAL_VOLUMES));
                    }
                }
                default -> {}
            }
        }
        templates(volumes);
        return volumes;
    }

    private void templates(List<FoundVolume> volumes) {
        release.at("controllers").properties().stream().limit(MOST).forEach(controller -> {
            for (JsonNode template : at(controller.getValue(), "statefulset", "volumeClaimTemplates")) {
                if (volumes.size() < MOST) {
                    volumes.add(made(
                            ManifestText.name(template, "name") + "-" + workload(controller.getKey()) + "-*",
                            template));
                }
            }
        });
    }

    /** The name of the workload that a controller becomes. */
    String workload(String controller) {
        var several = release.at("controllers").size() > 1;
        return several && !controller.equals("main") && !release.name().equals(controller)
                ? release.name() + "-" + controller
                : release.name();
    }

    private FoundVolume made(String claim, JsonNode item) {
        var modes = at(item, "accessMode").isMissingNode()
                ? ManifestText.list(at(item, "accessModes"))
                : ManifestText.list(at(item, "accessMode"));
        return new FoundVolume(
                Origin.CLAIM,
                release.namespace(),
                claim,
                release.name(),
                ManifestText.name(item, "size"),
                ManifestText.name(item, "storageClass"),
                modes,
                ManifestText.map(at(item, "labels")),
                ManifestText.map(at(item, "annotations")),
                ManifestText.name(item, "volumeName"),
                null,
                release.source());
    }

    private FoundVolume mount(String address, DataSystem system) {
        return FoundVolume.of(Origin.MOUNT, release.namespace(), address, release.name(), system, release.source());
    }

    static boolean isOn(JsonNode item) {
        return item.isObject() && !at(item, "enabled").asText("true").equals("false");
    }

    static String type(JsonNode item) {
        return at(item, "type").asText("persistentVolumeClaim");
    }

    /** The name of the claim of an item of {@code persistence}. */
    String claim(String key, JsonNode item) {
        var existing = at(item, "existingClaim").asText("");
        if (!existing.isEmpty()) {
            return release.rendered(existing);
        }
        var forced = at(item, "forceRename").asText("");
        if (!forced.isEmpty()) {
            return release.rendered(forced);
        }
        var name = release.name();
        var suffix = at(item, "nameOverride").asText(at(item, "suffix").asText(""));
        if (!suffix.isEmpty()) {
            return suffix.equals("-") ? name : name + "-" + release.rendered(suffix);
        }
        if (release.major() < FIRST_WITH_SHORT_NAMES) {
            return ManifestText.name(name + "-" + key);
        }
        return made() == 1 || name.endsWith("-" + key) || name.equals(key) ? name : ManifestText.name(name + "-" + key);
    }

    private long made() {
        return release.at("persistence").properties().stream()
                .map(Map.Entry::getValue)
                .filter(item -> isOn(item)
                        && type(item).equals("persistentVolumeClaim")
                        && at(item, "existingClaim").asText("").isEmpty())
                .count();
    }
}
