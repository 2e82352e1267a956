package dev.kaltstart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds requests in the format of Alertmanager. */
final class Posted {

    static final String STARTS_AT = "2026-11-23T11:40:00Z";
    static final String NEVER = "0001-01-01T00:00:00Z";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> body = new LinkedHashMap<>();
    private final List<Object> alerts = new ArrayList<>();

    private Posted() {
        body.put("version", "4");
        body.put("groupKey", "{}:{alertname=\"KubeNodeNotReady\"}");
        body.put("truncatedAlerts", 0);
        body.put("status", "firing");
        body.put("receiver", "kaltstart");
        body.put("groupLabels", Map.of());
        body.put("commonLabels", Map.of());
        body.put("commonAnnotations", Map.of());
        body.put("externalURL", "http://alertmanager.example:9093");
        body.put("alerts", alerts);
    }

    static Posted of(Sent... sent) {
        var posted = new Posted();
        posted.alerts.addAll(List.of(sent).stream().map(Sent::fields).toList());
        return posted;
    }

    Posted with(String field, Object value) {
        body.put(field, value);
        return this;
    }

    Posted without(String field) {
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

    /** One alert of a request. */
    static final class Sent {

        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final Map<String, Object> labels = new LinkedHashMap<>();

        private Sent(String alertname) {
            labels.put("alertname", alertname);
            labels.put("severity", "warning");
            fields.put("status", "firing");
            fields.put("labels", labels);
            fields.put("annotations", Map.of("summary", "something is wrong"));
            fields.put("startsAt", STARTS_AT);
            fields.put("endsAt", NEVER);
            fields.put("generatorURL", "http://prometheus.example:9090/graph");
            fields.put("fingerprint", "0123456789abcdef");
        }

        static Sent nodeNotReady(String node) {
            return new Sent("KubeNodeNotReady").label("node", node);
        }

        static Sent alert(String alertname) {
            return new Sent(alertname);
        }

        Sent label(String name, Object value) {
            labels.put(name, value);
            return this;
        }

        Sent with(String field, Object value) {
            fields.put(field, value);
            return this;
        }

        Sent without(String field) {
            fields.remove(field);
            return this;
        }

        Sent resolved() {
            return with("status", "resolved").with("endsAt", "2026-11-23T11:55:00Z");
        }

        Map<String, Object> fields() {
            return fields;
        }
    }
}
