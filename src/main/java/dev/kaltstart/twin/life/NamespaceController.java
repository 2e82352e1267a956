package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A namespace that was deleted takes all it holds with it, and is gone when the last of it is. */
public final class NamespaceController implements Rule {

    public static final String TERMINATING = "Terminating";

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode namespace : world.objects().list(Kinds.NAMESPACE)) {
            if (terminating(namespace)) {
                empty(world, Json.text(namespace, "metadata", "name"), now);
            }
        }
    }

    public static boolean terminating(ObjectNode namespace) {
        return Json.at(namespace, "metadata").has("deletionTimestamp");
    }

    private static void empty(World world, String name, Instant now) {
        var held = new ArrayList<ObjectNode>();
        for (Kind kind : Kinds.ALL) {
            if (kind.namespaced()) {
                world.objects().list(kind).stream()
                        .filter(object -> name.equals(Json.text(object, "metadata", "namespace")))
                        .forEach(object -> {
                            ObjectKey key = Objects.key(kind, object);
                            if (!Json.at(object, "metadata").has("deletionTimestamp")) {
                                ObjectRemoval.of(world, key, now);
                            }
                            world.objects().find(key).ifPresent(held::add);
                        });
            }
        }
        var key = Kinds.NAMESPACE.key(name);
        if (held.isEmpty()) {
            world.objects().remove(key);
        } else {
            world.objects().update(key, namespace -> tell(namespace, held, now));
        }
    }

    private static void tell(ObjectNode namespace, List<ObjectNode> held, Instant now) {
        var kinds = new TreeMap<String, Integer>();
        var finalizers = new TreeMap<String, Integer>();
        for (ObjectNode object : held) {
            var version = Json.text(object, "apiVersion");
            Kinds.named(version, Json.text(object, "kind"))
                    .ifPresent(kind -> kinds.merge(kind.plural() + "." + kind.group(), 1, Integer::sum));
            Json.at(object, "metadata", "finalizers")
                    .forEach(finalizer -> finalizers.merge(finalizer.asText(), 1, Integer::sum));
        }
        Conditions.set(
                namespace,
                "NamespaceContentRemaining",
                "True",
                "SomeResourcesRemain",
                "Some resources are remaining: " + list(kinds, "has", "resource instances"),
                now);
        Conditions.set(
                namespace,
                "NamespaceFinalizersRemaining",
                finalizers.isEmpty() ? "False" : "True",
                finalizers.isEmpty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                finalizers.isEmpty()
                        ? "All content-preserving finalizers finished"
                        : "Some content in the namespace has finalizers remaining: "
                                + list(finalizers, "in", "resource instances"),
                now);
    }

    private static String list(Map<String, Integer> counts, String verb, String what) {
        return counts.entrySet().stream()
                .map(count -> "%s %s %d %s".formatted(count.getKey(), verb, count.getValue(), what))
                .collect(Collectors.joining(", "));
    }
}
