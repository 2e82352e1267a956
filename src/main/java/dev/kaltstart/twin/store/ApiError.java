package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error of the API, with the Status object of a real one. */
public final class ApiError extends RuntimeException {

    private final int code;
    private final ObjectNode status;

    public ApiError(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
        status.putObject("metadata");
    }

    public static ApiError notFound(ObjectKey key) {
        return new ApiError(
                        404,
                        "NotFound",
                        "%s \"%s\" not found".formatted(key.kind().resource(), key.name()))
                .about(key);
    }

    public static ApiError exists(ObjectKey key) {
        return new ApiError(
                        409,
                        "AlreadyExists",
                        "%s \"%s\" already exists".formatted(key.kind().resource(), key.name()))
                .about(key);
    }

    public static ApiError conflict(ObjectKey key, String why) {
        return new ApiError(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on %s \"%s\": %s"
                                .formatted(key.kind().resource(), key.name(), why))
                .about(key);
    }

    /** The client has to list again. */
    public static ApiError expired(long seen, long oldest) {
        return new ApiError(410, "Expired", "too old resource version: %d (%d)".formatted(seen, oldest));
    }

    public static ApiError invalid(String message) {
        return new ApiError(422, "Invalid", message);
    }

    private ApiError about(ObjectKey key) {
        details()
                .put("name", key.name())
                .put("group", key.kind().group())
                .put("kind", key.kind().plural());
        return this;
    }

    /** Details of the status, to be filled in. */
    public ObjectNode details() {
        return Json.within(status, "details");
    }

    public int code() {
        return code;
    }

    public ObjectNode status() {
        return status;
    }
}
