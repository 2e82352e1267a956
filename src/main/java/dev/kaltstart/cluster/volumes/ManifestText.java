package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts of a stranger's manifest: on one line, and of a bounded length and number. */
final class ManifestText {

    /** Of a name in Kubernetes. */
    private static final int LONGEST_NAME = 253;

    private static final int LONGEST_DETAIL = 160;
    private static final int MOST = 100;

    private ManifestText() {}

    static String name(JsonNode from, String... path) {
        return name(text(from, path));
    }

    static String name(String text) {
        return cut(text, LONGEST_NAME);
    }

    static String detail(String text) {
        return cut(text, LONGEST_DETAIL);
    }

    private static String cut(String text, int longest) {
        var shortened = text.length() > longest ? text.substring(0, longest) + "..." : text;
        return shortened.replaceAll("[^ -~]+", "?").strip();
    }

    /** Where an object without a namespace goes. */
    static String namespace(JsonNode object) {
        var namespace = name(object, "metadata", "namespace");
        return namespace.isEmpty() ? "default" : namespace;
    }

    static String id(JsonNode object) {
        return namespace(object) + "/" + name(object, "metadata", "name");
    }

    static Map<String, String> labels(JsonNode object) {
        return map(at(object, "metadata", "labels"));
    }

    static Map<String, String> annotations(JsonNode object) {
        return map(at(object, "metadata", "annotations"));
    }

    static Map<String, String> map(JsonNode object) {
        var map = new LinkedHashMap<String, String>();
        object.properties().stream()
                .limit(MOST)
                .forEach(entry ->
                        map.put(name(entry.getKey()), name(entry.getValue().asText(""))));
        return map;
    }

    /** The texts of a list, or a single one. */
    static List<String> list(JsonNode list) {
        var texts = new ArrayList<String>();
        if (list.isTextual()) {
            texts.add(name(list.asText()));
        }
        for (JsonNode entry : list) {
            if (texts.size() < MOST && entry.isValueNode()) {
                texts.add(name(entry.asText()));
            }
        }
        return texts;
    }
}
