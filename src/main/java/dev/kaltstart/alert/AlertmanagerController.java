package dev.kaltstart.alert;

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
            summary = "Receives Alertmanager's webhook, version 4",
            description = "Decides on each alert separately. 202 when at least one was decided on, 200 when there was"
                    + " none, 422 when all were refused, 503 when the sender should retry.")
    @PostMapping(path = "/api/alerts/alertmanager", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> receive(HttpServletRequest request) throws IOException {
        return posts.take(request, this::receive);
    }

    private Answer receive(byte[] body) {
        Notification notification = Notification.read(body);
        List<Supplier<Alert>> alerts = notification.alerts().stream()
                .<Supplier<Alert>>map(sent -> () -> reader.read(sent))
                .toList();
        return reception.receive(alerts, notification.warnings());
    }
}
