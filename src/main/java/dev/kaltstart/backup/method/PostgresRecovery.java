package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Cluster of CloudNativePG as the pattern of its recovery (src: cloudnative-pg/cloudnative-pg:api/v1/cluster_types.go). */
record PostgresRecovery(GenericKubernetesResource object) {

    private static final String PLUGIN = "barman-cloud.cloudnative-pg.io";
    private static final String SOURCE = "before-the-damage";
    private static final int LONGEST = 30_000;

    static String restored(String name) {
        return name + "-restored";
    }

    /** On one line. Empty when the Cluster archives to no object store that it names. */
    Optional<String> recovered() {
        Map<String, Object> spec = map(object.get("spec"));
        // values may be secrets
        spec.remove("env");
        spec.remove("replica");
        String name = object.getMetadata().getName();
        return source(spec)
                .map(source -> {
                    spec.put("externalClusters", List.of(source));
                    spec.put("bootstrap", Map.of("recovery", recovery(map(spec.get("bootstrap")))));
                    return SortedJson.of(Map.of(
                            "apiVersion",
                            ObjectKind.POSTGRES_CLUSTER.group() + "/v1",
                            "kind",
                            "Cluster",
                            "metadata",
                            Map.of(
                                    "name",
                                    restored(name),
                                    "namespace",
                                    object.getMetadata().getNamespace()),
                            "spec",
                            spec));
                })
                .filter(text -> text.length() <= LONGEST);
    }

    /** Where the former Cluster has archived; from now on the new one archives beside that. */
    private Optional<Map<String, Object>> source(Map<String, Object> spec) {
        String name = object.getMetadata().getName();
        if (spec.get("plugins") instanceof List<?> plugins) {
            for (int at = 0; at < plugins.size(); at++) {
                Map<String, Object> plugin = map(plugins.get(at));
                if (PLUGIN.equals(plugin.get("name"))) {
                    Map<String, Object> parameters = map(plugin.get("parameters"));
                    Map<String, Object> former = serverNamed(parameters, former(parameters, name));
                    plugin.put("parameters", serverNamed(parameters, restored(name)));
                    var changed = new ArrayList<Object>(plugins);
                    changed.set(at, plugin);
                    spec.put("plugins", changed);
                    return Optional.of(Map.of("name", SOURCE, "plugin", Map.of("name", PLUGIN, "parameters", former)));
                }
            }
        }
        Map<String, Object> backup = map(spec.get("backup"));
        Map<String, Object> store = map(backup.get("barmanObjectStore"));
        if (store.isEmpty()) {
            return Optional.empty();
        }
        backup.put("barmanObjectStore", serverNamed(store, restored(name)));
        spec.put("backup", backup);
        return Optional.of(Map.of("name", SOURCE, "barmanObjectStore", serverNamed(store, former(store, name))));
    }

    private static Object former(Map<String, Object> settings, String name) {
        return settings.getOrDefault("serverName", name);
    }

    private static Map<String, Object> serverNamed(Map<String, Object> settings, Object name) {
        var changed = new LinkedHashMap<>(settings);
        changed.put("serverName", name);
        return changed;
    }

    /** The application keeps its database, its user and the Secret of the user. */
    private static Map<String, Object> recovery(Map<String, Object> bootstrap) {
        var recovery = new LinkedHashMap<String, Object>();
        recovery.put("source", SOURCE);
        for (String way : List.of("initdb", "recovery")) {
            Map<String, Object> former = map(bootstrap.get(way));
            for (String field : List.of("database", "owner", "secret")) {
                if (former.get(field) != null) {
                    recovery.put(field, former.get(field));
                }
            }
        }
        return recovery;
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> some) {
            some.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }
}
