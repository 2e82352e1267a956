package dev.kaltstart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds events in the format of Flux's notification-controller. */
final class FluxPosted {

    static final String AT = "2026-11-23T11:58:00Z";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> object = new LinkedHashMap<>();
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Object> body = new LinkedHashMap<>();

    private FluxPosted(String severity, String reason, String message) {
        object.put("kind", "Kustomization");
        object.put("namespace", "flux-system");
        object.put("name", "cluster-apps");
        object.put("uid", "9f1a4a06-3b0f-4d35-9f0c-3ad2b4a1b5e4");
        object.put("apiVersion", "kustomize.toolkit.fluxcd.io/v1");
        object.put("resourceVersion", "81422");
        metadata.put("revision", "main@sha1:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c");
        body.put("involvedObject", object);
        body.put("severity", severity);
        body.put("timestamp", AT);
        body.put("message", message);
        body.put("reason", reason);
        body.put("metadata", metadata);
        body.put("reportingController", "kustomize-controller");
        body.put("reportingInstance", "kustomize-controller-7d5d8bb9d7-8kq2x");
    }

    static FluxPosted error(String reason, String message) {
        return new FluxPosted("error", reason, message);
    }

    static FluxPosted info(String reason, String message) {
        return new FluxPosted("info", reason, message);
    }

    static FluxPosted buildFailed() {
        return error("BuildFailed", "kustomize build failed: no such file\nand more");
    }

    static FluxPosted succeeded() {
        return info("ReconciliationSucceeded", "Reconciliation finished in 3.1s, next run in 1h0m0s");
    }

    FluxPosted at(String timestamp) {
        return with("timestamp", timestamp);
    }

    FluxPosted about(String kind, String namespace, String name) {
        return object("kind", kind).object("namespace", namespace).object("name", name);
    }

    FluxPosted object(String field, Object value) {
        object.put(field, value);
        return this;
    }

    FluxPosted metadata(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    FluxPosted with(String field, Object value) {
        body.put(field, value);
        return this;
    }

    FluxPosted without(String field) {
        body.remove(field);
        return this;
    }

    String json() {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
