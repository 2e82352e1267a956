package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.SourceTracking;
import dev.kaltstart.twin.origin.Snapshot;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Values for substitution that only the live cluster has, from its bootstrap or from a password manager: invented ones take
 * their place.
 */
record SubstitutionValues(World world, Snapshot snapshot, Instant now) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_]\\w*)");
    private static final int MOST = 500;

    /** Puts them where they are looked for. @return whether any was missing */
    boolean lay() {
        Map<ObjectKey, Set<String>> missing = new LinkedHashMap<>();
        world.objects().list(Kinds.KUSTOMIZATION).forEach(kustomization -> missing(kustomization, missing));
        missing.forEach(this::invent);
        return !missing.isEmpty();
    }

    private void missing(ObjectNode kustomization, Map<ObjectKey, Set<String>> missing) {
        var namespace = Json.text(kustomization, "metadata", "namespace");
        for (JsonNode from : Json.at(kustomization, "spec", "postBuild", "substituteFrom")) {
            var kind = Json.text(from, "kind").equals("Secret") ? Kinds.SECRET : Kinds.CONFIG_MAP;
            var key = kind.key(namespace, Json.text(from, "name"));
            if (!from.path("optional").asBoolean()
                    && world.objects().find(key).isEmpty()
                    && world.objects().find(Kinds.NAMESPACE.key(namespace)).isPresent()
                    && SourceTracking.plays(world, kustomization)) {
                missing.computeIfAbsent(key, any -> new TreeSet<>()).addAll(variables(kustomization));
            }
        }
    }

    /** Those that the files below its path name, whoever may give them a value in the end. */
    private Set<String> variables(ObjectNode kustomization) {
        var path = Json.text(kustomization, "spec", "path")
                .replaceFirst("^(\\./)+|^/+", "")
                .replaceFirst("/+$", "");
        var names = new TreeSet<String>();
        for (String file : snapshot.files(path.equals(".") ? "" : path)) {
            var text = snapshot.read(path.isEmpty() ? file : path + "/" + file).orElse("");
            VARIABLE.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .limit(MOST)
                    .forEach(names::add);
        }
        names.removeAll(Json.at(kustomization, "spec", "postBuild", "substitute").properties().stream()
                .map(Map.Entry::getKey)
                .toList());
        return names;
    }

    private void invent(ObjectKey key, Set<String> names) {
        var object = Json.object();
        names.stream().limit(MOST).forEach(name -> {
            var value = name.toLowerCase(Locale.ROOT).replace('_', '-') + ".rehearsal.example";
            Json.within(object, "data").put(name, key.kind().equals(Kinds.SECRET) ? encoded(value) : value);
        });
        world.objects().create(key, object, now);
        PlayLimits.add(
                world,
                "The %s %s/%s is not in the repository: its values are invented here"
                        .formatted(key.kind().name(), key.namespace(), key.name()));
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
