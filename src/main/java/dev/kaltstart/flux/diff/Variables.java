package dev.kaltstart.flux.diff;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Kustomization puts into its manifests after they are built. The values stay in memory: some of them are secrets.
 *
 * @param missing where values should come from and nothing is
 * @param used whether anything is put in at all
 */
record Variables(Map<String, String> values, List<String> missing, boolean used) {

    static final Variables NONE = new Variables(Map.of(), List.of(), false);

    /** @param made the ConfigMaps of the tree, by namespace and name: they come before those of the cluster */
    static Variables of(Map<?, ?> spec, String namespace, KubernetesClient client, Map<String, Map<?, ?>> made) {
        if (!(spec.get("postBuild") instanceof Map<?, ?> post)) {
            return NONE;
        }
        var values = new HashMap<String, String>();
        var missing = new ArrayList<String>();
        for (Object reference : post.get("substituteFrom") instanceof List<?> list ? list : List.of()) {
            if (reference instanceof Map<?, ?> from) {
                Optional<Map<String, String>> found = load(from, namespace, client, made);
                found.ifPresent(values::putAll);
                if (found.isEmpty() && !Boolean.TRUE.equals(from.get("optional"))) {
                    missing.add(from.get("kind") + " " + namespace + "/" + from.get("name"));
                }
            }
        }
        put(post.get("substitute"), values);
        boolean always = "Always".equals(post.get("substituteStrategy"));
        return new Variables(values, missing, always || !values.isEmpty());
    }

    private static Optional<Map<String, String>> load(
            Map<?, ?> from, String namespace, KubernetesClient client, Map<String, Map<?, ?>> made) {
        String name = Objects.toString(from.get("name"), "");
        var values = new HashMap<String, String>();
        if ("Secret".equals(from.get("kind"))) {
            var secret = client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                return Optional.empty();
            }
            Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                    .forEach((key, value) ->
                            values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
            values.replaceAll((key, value) -> value.replace("\n", ""));
            return Optional.of(values);
        }
        Map<?, ?> planned = made.get(namespace + "/" + name);
        if (planned != null) {
            put(planned.get("data"), values);
            return Optional.of(values);
        }
        var map = client.configMaps().inNamespace(namespace).withName(name).get();
        if (map == null) {
            return Optional.empty();
        }
        put(map.getData(), values);
        return Optional.of(values);
    }

    private static void put(@Nullable Object entries, Map<String, String> values) {
        if (entries instanceof Map<?, ?> map) {
            map.forEach((key, value) ->
                    values.put(String.valueOf(key), Objects.toString(value, "").replace("\n", "")));
        }
    }
}
