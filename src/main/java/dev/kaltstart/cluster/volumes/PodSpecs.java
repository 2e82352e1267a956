package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.volumes.PodShape.Container;
import dev.kaltstart.cluster.volumes.PodShape.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the pods of the workloads of Kubernetes. */
final class PodSpecs {

    private static final int MOST_CONTAINERS = 50;
    private static final int MOST_MOUNTS = 100;
    private static final int LONGEST_TEXT = 20_000;

    private PodSpecs() {}

    /** @param template of its pods */
    static PodShape of(JsonNode workload, JsonNode template, String source) {
        var spec = at(template, "spec");
        var claims = new LinkedHashMap<String, String>();
        var configMaps = new LinkedHashMap<String, String>();
        at(spec, "volumes").forEach(volume -> {
            var name = ManifestText.name(volume, "name");
            put(claims, name, ManifestText.name(volume, "persistentVolumeClaim", "claimName"));
            put(configMaps, name, ManifestText.name(volume, "configMap", "name"));
        });
        return new PodShape(
                ManifestText.namespace(workload),
                ManifestText.name(workload, "metadata", "name"),
                text(workload, "kind").equals("CronJob")
                        && !text(workload, "spec", "suspend").equals("true"),
                ManifestText.labels(template),
                ManifestText.annotations(template),
                claims,
                configMaps,
                Stream.concat(stream(at(spec, "initContainers")), stream(at(spec, "containers")))
                        .limit(MOST_CONTAINERS)
                        .map(container -> new Container(
                                ManifestText.name(container, "image"),
                                words(container),
                                stream(at(container, "volumeMounts"))
                                        .limit(MOST_MOUNTS)
                                        .map(PodSpecs::mount)
                                        .toList()))
                        .toList(),
                source);
    }

    private static Mount mount(JsonNode mount) {
        return new Mount(
                ManifestText.name(mount, "name"),
                ManifestText.name(mount, "mountPath"),
                ManifestText.name(mount, "subPath"),
                at(mount, "readOnly").asBoolean());
    }

    static void put(Map<String, String> map, String key, String value) {
        if (!value.isEmpty() && map.size() < MOST_MOUNTS) {
            map.put(key, value);
        }
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Command, arguments and environment of a container, one a line. */
    static String words(JsonNode container) {
        var words = new ArrayList<String>();
        for (String field : List.of("command", "args")) {
            var value = at(container, field);
            if (value.isTextual()) {
                words.add(value.asText());
            }
            value.forEach(word -> words.add(word.asText("")));
        }
        at(container, "env")
                .properties()
                .forEach(entry ->
                        words.add(entry.getKey() + "=" + entry.getValue().asText(text(entry.getValue(), "value"))));
        if (at(container, "env").isArray()) {
            at(container, "env").forEach(entry -> words.add(text(entry, "name") + "=" + text(entry, "value")));
        }
        var all = String.join("\n", words);
        return all.length() > LONGEST_TEXT ? all.substring(0, LONGEST_TEXT) : all;
    }
}
