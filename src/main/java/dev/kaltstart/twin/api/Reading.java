package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Key;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Refusal;
import dev.kaltstart.twin.store.Selector;
import java.util.List;
import java.util.function.Predicate;

/** Gets and lists. */
final class Reading {

    private final Objects objects;

    Reading(Objects objects) {
        this.objects = objects;
    }

    ObjectNode get(Key key) {
        return objects.find(key).orElseThrow(() -> Refusal.notFound(key));
    }

    ObjectNode list(Target target, Asked asked) {
        var list = Json.object()
                .put("kind", target.kind().name() + "List")
                .put("apiVersion", target.kind().apiVersion());
        Json.within(list, "metadata").put("resourceVersion", Long.toString(objects.version()));
        Json.list(list, "items").addAll(chosen(target, asked));
        return list;
    }

    List<ObjectNode> chosen(Target target, Asked asked) {
        var wanted = wanted(target, asked);
        return objects.list(target.kind()).stream().filter(wanted).toList();
    }

    static Predicate<JsonNode> wanted(Target target, Asked asked) {
        Predicate<JsonNode> inside = object ->
                target.namespace().isEmpty() || target.namespace().equals(Json.text(object, "metadata", "namespace"));
        Predicate<JsonNode> named =
                object -> target.name().isEmpty() || target.name().equals(Json.text(object, "metadata", "name"));
        return inside.and(named)
                .and(Selector.labels(asked.query().getOrDefault("labelSelector", "")))
                .and(Selector.fields(target.kind(), asked.query().getOrDefault("fieldSelector", "")));
    }
}
