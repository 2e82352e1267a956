package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The YAML files in ConfigMaps, as far as they are not too much. */
final class ConfigTexts {

    private static final int LARGEST_OF_ALL = 16 * 1024 * 1024;
    private static final int MOST = 100;

    private final Map<String, Map<String, String>> texts = new LinkedHashMap<>();
    private int size;

    void see(ObjectNode object) {
        if (object.path("kind").asText().equals("ConfigMap")) {
            take(ManifestText.id(object), at(object, "data"));
        }
    }

    /** What app-template makes a ConfigMap of. */
    void see(ChartRelease release) {
        release.at("configMaps").properties().stream().limit(MOST).forEach(entry -> {
            var data = at(entry.getValue(), "data");
            var namespace = release.namespace() + "/";
            take(namespace + AppTemplatePods.ownConfigMap(release.name(), entry.getKey()), data);
            take(namespace + release.name() + "-" + entry.getKey(), data);
        });
    }

    private void take(String id, JsonNode data) {
        data.properties().forEach(entry -> {
            var text = entry.getValue().asText("");
            var wanted = entry.getKey().matches(".*\\.ya?ml") || text.contains("dbs:");
            if (wanted && size + text.length() <= LARGEST_OF_ALL) {
                size += text.length();
                texts.computeIfAbsent(plain(id), any -> new LinkedHashMap<>()).put(entry.getKey(), text);
            }
        });
    }

    /** Blank when there is none. */
    String text(String namespace, String name, String key) {
        return of(namespace, name).getOrDefault(key, "");
    }

    /** @param key blank for all of them */
    List<String> texts(String namespace, String name, String key) {
        var all = of(namespace, name);
        return key.isEmpty()
                ? List.copyOf(all.values())
                : Stream.ofNullable(all.get(key)).toList();
    }

    private Map<String, String> of(String namespace, String name) {
        return texts.getOrDefault(plain(namespace + "/" + name), Map.of());
    }

    /** Without the hash that kustomize appends to what it generates, and to what refers to it. */
    private static String plain(String id) {
        return id.replaceFirst("-[a-z0-9]{10}$", "");
    }
}
