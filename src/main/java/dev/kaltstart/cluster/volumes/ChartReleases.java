package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.ManifestFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The releases of charts with their values, from ConfigMaps too (src: fluxcd/helm-controller:docs/spec/v2/helmreleases.md,
 * values references and values). What is in a Secret is not known.
 */
final class ChartReleases {

    private static final int MOST = 5_000;
    private static final int DEEPEST = 30;

    private record Seen(String source, ObjectNode release) {}

    private record Chart(String name, String version) {}

    private final List<Seen> seen = new ArrayList<>();
    private final Map<String, Chart> charts = new HashMap<>();
    private final List<String> unread = new ArrayList<>();

    void see(String source, ObjectNode object) {
        if (isA(object, "helm.toolkit.fluxcd.io", "HelmRelease") && seen.size() < MOST) {
            seen.add(new Seen(source, object));
        } else if (isA(object, "source.toolkit.fluxcd.io", "OCIRepository") && charts.size() < MOST) {
            var tag = ManifestText.name(object, "spec", "ref", "tag");
            charts.put(
                    reference(object, "metadata"),
                    new Chart(
                            lastStep(text(object, "spec", "url")),
                            tag.isEmpty() ? ManifestText.name(object, "spec", "ref", "semver") : tag));
        } else if (isA(object, "source.toolkit.fluxcd.io", "HelmChart") && charts.size() < MOST) {
            charts.put(
                    reference(object, "metadata"),
                    new Chart(lastStep(text(object, "spec", "chart")), ManifestText.name(object, "spec", "version")));
        }
    }

    /** @param configMaps from which values may come */
    List<ChartRelease> all(ConfigTexts configMaps) {
        return seen.stream().map(one -> release(one, configMaps)).toList();
    }

    /** The releases of which some values are not known; to be asked for after all of them were read. */
    List<String> unread() {
        return unread;
    }

    private ChartRelease release(Seen one, ConfigTexts configMaps) {
        var release = one.release();
        var spec = at(release, "spec");
        var target = ManifestText.name(spec, "targetNamespace");
        var object = ManifestText.name(release, "metadata", "name");
        var named = ManifestText.name(spec, "releaseName");
        var chart = ManifestText.name(spec, "chart", "spec", "chart");
        var known = chart.isEmpty()
                ? charts.getOrDefault(reference(release, "spec", "chartRef"), new Chart(name(release), ""))
                : new Chart(lastStep(chart), ManifestText.name(spec, "chart", "spec", "version"));
        return new ChartRelease(
                target.isEmpty() ? ManifestText.namespace(release) : target,
                !named.isEmpty() ? named : target.isEmpty() ? object : target + "-" + object,
                known.name(),
                known.version(),
                values(release, configMaps),
                one.source());
    }

    private static String name(ObjectNode release) {
        return lastStep(text(release, "spec", "chartRef", "name"));
    }

    private JsonNode values(ObjectNode release, ConfigTexts configMaps) {
        var values = JsonNodeFactory.instance.objectNode();
        for (JsonNode from : at(release, "spec", "valuesFrom")) {
            var key = at(from, "valuesKey").asText("values.yaml");
            var text = text(from, "kind").equals("ConfigMap")
                    ? configMaps.text(ManifestText.namespace(release), text(from, "name"), key)
                    : "";
            var path = text(from, "targetPath");
            if (!text.isEmpty() && path.isEmpty()) {
                merge(values, parsed(text), 0);
            } else if (path.isEmpty() || path.contains("ersistence")) {
                unread.add("%s: the values in %s %s are not known"
                        .formatted(
                                ManifestText.id(release),
                                ManifestText.name(from, "kind"),
                                ManifestText.name(from, "name")));
            }
        }
        merge(values, at(release, "spec", "values"), 0);
        return values;
    }

    private static JsonNode parsed(String text) {
        try {
            return ManifestFields.parsed(text);
        } catch (BuildFailure failure) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** Changes only what was parsed for this release: its own values come last, and nothing is merged into them. */
    private static void merge(ObjectNode into, JsonNode from, int depth) {
        from.properties().forEach(entry -> {
            if (depth < DEEPEST
                    && into.get(entry.getKey()) instanceof ObjectNode below
                    && entry.getValue() instanceof ObjectNode) {
                merge(below, entry.getValue(), depth + 1);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** {@code OCIRepository/storage/rook-ceph}; the namespace may be left to the object that refers to it. */
    private static String reference(ObjectNode object, String... path) {
        var named = at(object, path);
        var kind = path.length == 1 ? text(object, "kind") : text(named, "kind");
        var namespace = named.path("namespace").asText(text(object, "metadata", "namespace"));
        return kind + "/" + namespace + "/" + text(named, "name");
    }

    private static String lastStep(String path) {
        return ManifestText.name(path.strip().replaceFirst("/+$", "").replaceFirst(".*/", ""));
    }
}
