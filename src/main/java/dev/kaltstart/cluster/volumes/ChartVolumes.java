package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The volumes in the values of any other chart, by the names that charts commonly give them. The name of the claim is in the
 * chart's templates; what a chart makes without being asked to is not seen.
 */
final class ChartVolumes {

    private static final int DEEPEST = 8;
    private static final int MOST = 50;
    private static final int MOST_LOOKED_AT = 20_000;

    private final ChartRelease release;
    private final List<FoundVolume> volumes = new ArrayList<>();
    private int looked;

    private ChartVolumes(ChartRelease release) {
        this.release = release;
    }

    static List<FoundVolume> of(ChartRelease release) {
        var found = new ChartVolumes(release);
        found.search(release.values(), 0);
        return found.volumes;
    }

    private void search(JsonNode values, int depth) {
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (depth > DEEPEST || volumes.size() >= MOST || ++looked > MOST_LOOKED_AT) {
                return;
            }
            var below = entry.getValue();
            switch (entry.getKey()) {
                case "persistence", "persistentVolume", "dataStorage", "auditStorage", "persistentVolumeClaim" -> {
                    if (!persistence(below)) {
                        // one for each of several volumes
                        below.properties().stream().limit(MOST).forEach(item -> persistence(item.getValue()));
                    }
                }
                case "volumeClaimTemplate", "dataVolumeClaimSpec" ->
                    template(at(below, "spec").isObject() ? at(below, "spec") : below);
                case "volumeClaimTemplates" -> below.forEach(one -> template(at(one, "spec")));
                default -> search(below, depth + 1);
            }
        }
    }

    /** Whether this is one volume. */
    private boolean persistence(JsonNode item) {
        var enabled = at(item, "enabled").asText("");
        var existing = ManifestText.name(item, "existingClaim");
        if (enabled.equals("false") || !item.isObject() || volumes.size() >= MOST) {
            return enabled.equals("false");
        }
        if (!existing.isEmpty()) {
            volumes.add(FoundVolume.of(
                    Origin.REFERENCE,
                    release.namespace(),
                    release.rendered(existing),
                    release.name(),
                    null,
                    release.source()));
            return true;
        }
        if (enabled.equals("true") || at(item, "size").isValueNode()) {
            add(ManifestText.name(item, "size"), first(item, "storageClass", "storageClassName"), modes(item));
            return true;
        }
        return false;
    }

    private static List<String> modes(JsonNode item) {
        return ManifestText.list(
                at(item, "accessModes").isMissingNode() ? at(item, "accessMode") : at(item, "accessModes"));
    }

    private void template(JsonNode spec) {
        if (spec.isObject() && volumes.size() < MOST) {
            add(
                    ManifestText.name(spec, "resources", "requests", "storage"),
                    ManifestText.name(spec, "storageClassName"),
                    ManifestText.list(at(spec, "accessModes")));
        }
    }

    private static String first(JsonNode item, String... fields) {
        for (String field : fields) {
            if (!ManifestText.name(item, field).isEmpty()) {
                return ManifestText.name(item, field);
            }
        }
        return "";
    }

    private void add(String size, String storageClass, List<String> modes) {
        volumes.add(FoundVolume.of(Origin.CHART, release.namespace(), "", release.name(), null, release.source())
                .sized(size, storageClass, modes));
    }
}
