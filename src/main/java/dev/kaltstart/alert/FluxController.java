package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.FluxEvent;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FluxController {

    private final WebhookRequests posts;
    private final FluxEvents events;
    private final AlertBatch reception;

    FluxController(WebhookRequests posts, FluxEvents events, AlertBatch reception) {
        this.posts = posts;
        this.events = events;
        this.reception = reception;
    }

    @Operation(
            summary = "Receives an event from Flux's notification-controller",
            description = "A Provider of the type generic-hmac, or generic with the alert token as a bearer token. 202"
                    + " when a decision was made, 200 when the event is irrelevant, 422 when it was"
                    + " refused, 503 when the sender should retry.")
    @PostMapping(path = "/api/alerts/flux", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<AlertResponse> receive(
            HttpServletRequest request, @RequestParam(name = "cluster", required = false) @Nullable String cluster)
            throws IOException {
        return posts.take(request, body -> receive(body, cluster));
    }

    private AlertResponse receive(byte[] body, @Nullable String cluster) {
        FluxEvent.Sent sent = FluxEvent.parse(body);
        return reception.receiveOne(() -> events.alerts(sent.event(), cluster));
    }
}
