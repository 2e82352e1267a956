package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertReader;
import dev.kaltstart.alert.payload.Notification;
import dev.kaltstart.alert.payload.PostedAlerts;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AlertmanagerController {

    private final WebhookRequests posts;
    private final AlertReader reader;
    private final AlertBatch reception;

    AlertmanagerController(WebhookRequests posts, AlertReader reader, AlertBatch reception) {
        this.posts = posts;
        this.reader = reader;
        this.reception = reception;
    }

    @Operation(
            summary = "Receives the webhook of Alertmanager (version 4) or Grafana (version 1)",
            description = "Decides on each alert separately. 202 when at least one was decided on, 200 when there was"
                    + " none, 422 when all were refused, 503 when the sender should retry.")
    @PostMapping(path = "/api/alerts/alertmanager", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<AlertResponse> receive(HttpServletRequest request) throws IOException {
        return posts.take(request, this::receive);
    }

    private AlertResponse receive(byte[] body) {
        Notification notification = Notification.read(body);
        List<Supplier<Alert>> alerts = notification.alerts().stream()
                .<Supplier<Alert>>map(sent -> () -> reader.read(notification.source(), sent))
                .toList();
        return reception.receive(alerts, notification.warnings());
    }

    @Operation(
            summary = "Receives alerts as Prometheus and vmalert post them to an Alertmanager",
            description = "Name /api/alerts/alertmanager as the Alertmanager's path. Nothing is grouped, silenced or"
                    + " inhibited on this way. The answers are those of the webhook.")
    @PostMapping(path = "/api/alerts/alertmanager/api/v2/alerts", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<AlertResponse> receivePosted(HttpServletRequest request) throws IOException {
        return posts.take(request, this::receivePosted);
    }

    private AlertResponse receivePosted(byte[] body) {
        List<Supplier<Alert>> alerts = PostedAlerts.read(body).alerts().stream()
                .<Supplier<Alert>>map(sent -> () -> reader.readPosted(sent))
                .toList();
        return reception.receive(alerts, List.of());
    }
}
