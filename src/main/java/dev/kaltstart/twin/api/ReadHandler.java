package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Selector;
import java.util.List;
import java.util.function.Predicate;

/** Gets and lists. */
final class ReadHandler {

    private final Objects objects;

    ReadHandler(Objects objects) {
        this.objects = objects;
    }

    ObjectNode get(ObjectKey key) {
        return objects.find(key).orElseThrow(() -> ApiError.notFound(key));
    }

    ObjectNode list(RequestTarget target, ApiRequest asked) {
        var list = Json.object()
                .put("kind", target.kind().name() + "List")
                .put("apiVersion", target.kind().apiVersion());
        Json.within(list, "metadata").put("resourceVersion", Long.toString(objects.version()));
        Json.list(list, "items").addAll(chosen(target, asked));
        return list;
    }

    List<ObjectNode> chosen(RequestTarget target, ApiRequest asked) {
        var wanted = wanted(target, asked);
        return objects.list(target.kind()).stream().filter(wanted).toList();
    }

    static Predicate<JsonNode> wanted(RequestTarget target, ApiRequest asked) {
        Predicate<JsonNode> inside = object ->
                target.namespace().isEmpty() || target.namespace().equals(Json.text(object, "metadata", "namespace"));
        Predicate<JsonNode> named =
                object -> target.name().isEmpty() || target.name().equals(Json.text(object, "metadata", "name"));
        return inside.and(named)
                .and(Selector.labels(asked.query().getOrDefault("labelSelector", "")))
                .and(Selector.fields(target.kind(), asked.query().getOrDefault("fieldSelector", "")));
    }
}
