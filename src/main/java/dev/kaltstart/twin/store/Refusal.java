package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error of the API, with the Status object of a real one. */
public final class Refusal extends RuntimeException {

    private final int code;
    private final ObjectNode status;

    public Refusal(int code, String reason, String message) {
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

    public static Refusal notFound(Key key) {
        return new Refusal(
                        404,
                        "NotFound",
                        "%s \"%s\" not found".formatted(key.kind().resource(), key.name()))
                .about(key);
    }

    public static Refusal exists(Key key) {
        return new Refusal(
                        409,
                        "AlreadyExists",
                        "%s \"%s\" already exists".formatted(key.kind().resource(), key.name()))
                .about(key);
    }

    public static Refusal conflict(Key key, String why) {
        return new Refusal(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on %s \"%s\": %s"
                                .formatted(key.kind().resource(), key.name(), why))
                .about(key);
    }

    /** The client has to list again. */
    public static Refusal expired(long seen, long oldest) {
        return new Refusal(410, "Expired", "too old resource version: %d (%d)".formatted(seen, oldest));
    }

    public static Refusal invalid(String message) {
        return new Refusal(422, "Invalid", message);
    }

    private Refusal about(Key key) {
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
