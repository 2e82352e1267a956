package dev.kaltstart.alert;

import dev.kaltstart.api.Body;
import dev.kaltstart.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AlertmanagerController {

    private final AlertGate gate;
    private final Reception reception;
    private final RefusedAlerts refusedAlerts;

    AlertmanagerController(AlertGate gate, Reception reception, RefusedAlerts refusedAlerts) {
        this.gate = gate;
        this.reception = reception;
        this.refusedAlerts = refusedAlerts;
    }

    @Operation(
            summary = "Takes the webhook of Alertmanager, version 4",
            description = "Decides on each alert for itself. 202 when at least one was decided on, 200 when there was"
                    + " none, 422 when all were refused, 503 when it should be sent again.")
    @PostMapping(path = "/api/alerts/alertmanager", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> receive(HttpServletRequest request) throws IOException {
        try (var pass = gate.enter()) {
            return receive(body(request));
        }
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        try {
            return Body.read(new ServletServerHttpRequest(request));
        } catch (Body.Unreadable e) {
            refusedAlerts.keep(e.seen(), String.valueOf(e.getBody().getDetail()));
            throw e;
        }
    }

    private ResponseEntity<Answer> receive(byte[] body) {
        try {
            Notification notification = Notification.read(body);
            Answer answer = reception.receive(notification);
            keepRefused(body, answer);
            return ResponseEntity.status(notification.alerts().isEmpty() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                    .body(answer);
        } catch (Problem e) {
            if (e.getStatusCode().is4xxClientError()) {
                refusedAlerts.keep(body, String.valueOf(e.getBody().getDetail()));
            }
            throw e;
        }
    }

    private void keepRefused(byte[] body, Answer answer) {
        if (!answer.refused().isEmpty()) {
            refusedAlerts.keep(
                    body,
                    answer.refused().stream()
                            .map(Answer.Refused::reason)
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
    }
}
