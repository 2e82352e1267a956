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

/** What taking a post has in common, whoever sends it: room for it, its body, and the originals of what is refused. */
@Component
class Posts {

    private final AlertGate gate;
    private final RefusedAlerts refusedAlerts;

    Posts(AlertGate gate, RefusedAlerts refusedAlerts) {
        this.gate = gate;
        this.refusedAlerts = refusedAlerts;
    }

    /**
     * @param reception decides on what the body says
     * @return 202, and 200 when there was nothing to decide on
     */
    ResponseEntity<Answer> take(HttpServletRequest request, Function<byte[], Answer> reception) throws IOException {
        // before there is room made for it: a sender that dawdles must not keep the others out
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

    private ResponseEntity<Answer> take(byte[] body, Function<byte[], Answer> reception) {
        try {
            Answer answer = reception.apply(body);
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
