package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        release.at("configMaps").properties().stream()
                .limit(MOST)
                .forEach(entry -> take(
                        release.namespace() + "/" + AppTemplatePods.ownConfigMap(release.name(), entry.getKey()),
                        at(entry.getValue(), "data")));
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

    List<String> all(String namespace, String name) {
        return List.copyOf(of(namespace, name).values());
    }

    private Map<String, String> of(String namespace, String name) {
        return texts.getOrDefault(plain(namespace + "/" + name), Map.of());
    }

    /** Without the hash that kustomize appends to what it generates, and to what refers to it. */
    private static String plain(String id) {
        return id.replaceFirst("-[a-z0-9]{10}$", "");
    }
}
