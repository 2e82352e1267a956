package dev.kaltstart.alert.payload;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.Rfc3339;
import dev.kaltstart.api.StrictJson;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An event from Flux's notification-controller (src: fluxcd/pkg:apis/event/v1beta1/event.go). Fields that are missing
 * here are ignored.
 *
 * @param kind of the involved object
 * @param reason one word; the reason of the object's Ready condition, where it has one
 * @param metadata of the event and of the Alert that sent it
 */
public record FluxEvent(
        String kind,
        String namespace,
        String name,
        Severity severity,
        Instant at,
        String reason,
        String message,
        Map<String, String> metadata) {

    public enum Severity {
        TRACE,
        INFO,
        ERROR
    }

    private static final ObjectReader READER =
            StrictJson.mapper().readerFor(Sent.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern REASON = Pattern.compile("[A-Za-z][A-Za-z0-9_,:]{0,127}");

    /**
     * The reasons of a healthy object (src: fluxcd/pkg:apis/meta/conditions.go and the API of each controller,
     * controlplaneio-fluxcd/flux-operator:api). A rollback is none: the new release has failed.
     */
    private static final Set<String> SUCCESSES = Set.of(
            "ReconciliationSucceeded",
            "Succeeded",
            "NewArtifact",
            "ArtifactUpToDate",
            "ChartPullSucceeded",
            "ChartPackageSucceeded",
            "InstallSucceeded",
            "UpgradeSucceeded",
            "TestSucceeded");

    public FluxEvent {
        metadata = Map.copyOf(metadata);
    }

    /** @throws Problem when the body is no JSON object */
    public static Sent parse(byte[] body) {
        try {
            Sent sent = READER.readValue(body);
            if (sent != null) {
                return sent;
            }
        } catch (IOException e) {
            // the cause's message repeats the request body
        }
        throw new Problem(
                HttpStatus.BAD_REQUEST, "malformed-body", "The body is not one JSON object, or breaks a limit.");
    }

    /** The involved object, as people write it. */
    public String object() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }

    public boolean success() {
        return severity == Severity.INFO && SUCCESSES.contains(reason);
    }

    private static Severity severity(JsonNode sent) {
        return switch (sent.asText()) {
            case "trace" -> Severity.TRACE;
            case "info" -> Severity.INFO;
            case "error" -> Severity.ERROR;
            default -> throw AlertRefusal.BAD_SEVERITY.refused();
        };
    }

    private static Map<String, String> metadata(JsonNode sent) {
        if (sent.isMissingNode() || sent.isNull()) {
            return Map.of();
        }
        if (!sent.isObject()) {
            throw AlertRefusal.BAD_METADATA.refused();
        }
        var metadata = new HashMap<String, String>();
        sent.fields()
                .forEachRemaining(
                        entry -> metadata.put(entry.getKey(), text(entry.getValue(), AlertRefusal.BAD_METADATA)));
        return metadata;
    }

    private static String matching(Pattern pattern, JsonNode sent, AlertRefusal otherwise) {
        String text = text(sent, otherwise);
        if (!pattern.matcher(text).matches()) {
            throw otherwise.refused();
        }
        return text;
    }

    private static String text(JsonNode sent, AlertRefusal otherwise) {
        if (!sent.isTextual()) {
            throw otherwise.refused();
        }
        return sent.asText();
    }

    private static JsonNode field(@Nullable JsonNode sent) {
        return sent == null ? MissingNode.getInstance() : sent;
    }

    /** The event as received, field by field. */
    public record Sent(
            @Nullable JsonNode involvedObject,
            @Nullable JsonNode severity,
            @Nullable JsonNode timestamp,
            @Nullable JsonNode reason,
            @Nullable JsonNode message,
            @Nullable JsonNode metadata) {

        /** @throws AlertRefusal.Refused when a field is invalid */
        public FluxEvent event() {
            JsonNode object = field(involvedObject);
            String namespace = object.path("namespace").asText();
            return new FluxEvent(
                    matching(KIND, object.path("kind"), AlertRefusal.BAD_OBJECT),
                    namespace.isEmpty() ? "" : matching(NAME, object.path("namespace"), AlertRefusal.BAD_OBJECT),
                    matching(NAME, object.path("name"), AlertRefusal.BAD_OBJECT),
                    FluxEvent.severity(field(severity)),
                    Rfc3339.parse(text(field(timestamp), AlertRefusal.BAD_TIMESTAMP))
                            .orElseThrow(AlertRefusal.BAD_TIMESTAMP::refused),
                    matching(REASON, field(reason), AlertRefusal.BAD_REASON),
                    text(field(message), AlertRefusal.BAD_MESSAGE),
                    FluxEvent.metadata(field(metadata)));
        }
    }
}
