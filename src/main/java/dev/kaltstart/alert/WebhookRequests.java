package dev.kaltstart.alert;

import dev.kaltstart.api.Body;
import dev.kaltstart.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;

/** The common handling of webhook requests: concurrency limit, request body, and the originals of refused alerts. */
@Component
class WebhookRequests {

    private final AlertGate gate;
    private final RefusedAlerts refusedAlerts;

    WebhookRequests(AlertGate gate, RefusedAlerts refusedAlerts) {
        this.gate = gate;
        this.refusedAlerts = refusedAlerts;
    }

    /**
     * @param reception decides on the content of the body
     * @return 202, or 200 when there was nothing to decide
     */
    ResponseEntity<AlertResponse> take(HttpServletRequest request, Function<byte[], AlertResponse> reception)
            throws IOException {
        // read the body before taking a slot: a slow sender must not block the others
        byte[] body = body(request);
        try (var pass = gate.enter()) {
            return take(body, reception);
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

    private ResponseEntity<AlertResponse> take(byte[] body, Function<byte[], AlertResponse> reception) {
        try {
            AlertResponse answer = reception.apply(body);
            keepRefused(body, answer);
            return ResponseEntity.status(answer.nothing() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                    .body(answer);
        } catch (Problem e) {
            if (e.getStatusCode().is4xxClientError()) {
                refusedAlerts.keep(body, String.valueOf(e.getBody().getDetail()));
            }
            throw e;
        }
    }

    private void keepRefused(byte[] body, AlertResponse answer) {
        if (!answer.refused().isEmpty()) {
            refusedAlerts.keep(
                    body,
                    answer.refused().stream()
                            .map(AlertResponse.Refused::reason)
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
    }
}
