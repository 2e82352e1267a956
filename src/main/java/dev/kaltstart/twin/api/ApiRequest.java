package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import java.io.UncheckedIOException;
import java.util.Map;

/** One request to the API. @param query the parameters of its address, each once */
record ApiRequest(String method, String path, Map<String, String> query, String contentType, String body) {

    boolean dry() {
        return "All".equals(query.get("dryRun"));
    }

    /** Server-side apply. */
    boolean applies() {
        return method.equals("PATCH") && contentType.startsWith("application/apply-patch");
    }

    /** The field manager of the request, if given. */
    String manager() {
        return query.getOrDefault("fieldManager", "unknown");
    }

    boolean watches() {
        var watch = query.getOrDefault("watch", "");
        return "true".equals(watch) || "1".equals(watch);
    }

    /** @throws ApiError when the body is not an object */
    ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw new ApiError(400, "BadRequest", "the object provided is unrecognized");
    }

    JsonNode json() {
        try {
            return body.isBlank() ? Json.object() : Json.read(body);
        } catch (UncheckedIOException e) {
            throw new ApiError(400, "BadRequest", "the object provided is unrecognized: " + e.getMessage());
        }
    }
}
