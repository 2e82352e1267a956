package dev.kaltstart.kustomize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ConfigMaps and Secrets that a kustomization file makes from files and literals. */
record ManifestGenerators(FileTree tree, String directory) {

    /** Kubernetes takes 1 MiB; one file can be listed ten thousand times. */
    private static final int LARGEST = 4 * 1024 * 1024;

    List<ObjectNode> objects(JsonNode kustomization) {
        var objects = new ArrayList<ObjectNode>();
        for (String kind : List.of("ConfigMap", "Secret")) {
            var key = kind.equals("Secret") ? "secretGenerator" : "configMapGenerator";
            kustomization
                    .path(key)
                    .forEach(entry -> objects.add(object(kind, entry, kustomization.path("generatorOptions"))));
        }
        return objects;
    }

    private ObjectNode object(String kind, JsonNode entry, JsonNode common) {
        var data = new TreeMap<String, String>();
        Overlay.strings(entry, "literals").forEach(literal -> pair(literal, data));
        Overlay.strings(entry, "files").forEach(file -> file(file, data));
        Overlay.strings(entry, "envs")
                .forEach(file -> read(file).lines().forEach(line -> {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        pair(line, data);
                    }
                }));
        if (data.values().stream().mapToLong(String::length).sum() > LARGEST) {
            throw new BuildFailure(
                    "the %s %s is larger than any cluster takes".formatted(kind, ManifestFields.text(entry, "name")));
        }
        if (kind.equals("Secret")) {
            data.replaceAll((name, value) -> encoded(value));
        }
        var object =
                ManifestFields.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        var name = ManifestFields.text(entry, "name");
        var type = entry.path("type").asText("Opaque");
        var metadata = ManifestFields.within(object, "metadata");
        metadata.put("name", plain(entry, common) ? name : name + "-" + hash(kind, type, data));
        if (entry.has("namespace")) {
            metadata.put("namespace", ManifestFields.text(entry, "namespace"));
        }
        for (JsonNode options : List.of(common, entry.path("options"))) {
            Overlay.put(object, "labels", options.path("labels"));
            Overlay.put(object, "annotations", options.path("annotations"));
        }
        data.forEach(ManifestFields.within(object, "data")::put);
        if (kind.equals("Secret")) {
            object.put("type", type);
        }
        return object;
    }

    private static boolean plain(JsonNode entry, JsonNode common) {
        return entry.path("options")
                .path("disableNameSuffixHash")
                .asBoolean(common.path("disableNameSuffixHash").asBoolean());
    }

    private static void pair(String literal, Map<String, String> data) {
        var at = literal.indexOf('=');
        if (at > 0) {
            var value = literal.substring(at + 1);
            data.put(literal.substring(0, at), value.replaceAll("^(['\"])(.*)\\1$", "$2"));
        }
    }

    private void file(String file, Map<String, String> data) {
        var at = file.indexOf('=');
        var path = file.substring(at + 1);
        data.put(at > 0 ? file.substring(0, at) : path.substring(path.lastIndexOf('/') + 1), read(path));
    }

    private String read(String path) {
        return tree.read(Overlay.normal(directory, path))
                .orElseThrow(
                        () -> new BuildFailure("loading KV pairs: file sources: [%s]: no such file".formatted(path)));
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** As kustomize computes it, without the name (src: kubernetes-sigs/kustomize:api/hasher). */
    private static String hash(String kind, String type, Map<String, String> data) {
        var content = ManifestFields.MAPPER.createObjectNode();
        data.forEach(ManifestFields.within(content, "data")::put);
        content.put("kind", kind).put("name", "");
        if (kind.equals("Secret")) {
            content.put("type", type);
        }
        try {
            // as Go writes JSON
            var json = ManifestFields.MAPPER
                    .writeValueAsString(content)
                    .replace("&", "\\u0026")
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e");
            var digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(digest)
                    .substring(0, 10)
                    .replace('0', 'g')
                    .replace('1', 'h')
                    .replace('3', 'k')
                    .replace('a', 'm')
                    .replace('e', 't');
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
