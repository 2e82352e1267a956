package dev.kaltstart.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Postponed;
import dev.kaltstart.notify.channel.Delivery.Refused;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer over HTTP.
 *
 * @param body its JSON; a missing node when it has none
 */
record HookAnswer(int status, HttpHeaders headers, JsonNode body, Instant at) {

    private static final int TOO_MANY = 429;

    boolean taken() {
        return status / 100 == 2;
    }

    /** The pause that the receiver asks for; empty when it asks for none that can be understood. */
    Optional<Duration> retryAfter() {
        return headers.firstValue("Retry-After").flatMap(text -> RetryAfter.of(text, at));
    }

    /** What every receiver means by a status that is no success. */
    Delivery refusal() {
        String reason = "it answers with " + status;
        return switch (status) {
            case TOO_MANY -> new Postponed(retryAfter().orElse(RetryAfter.USUAL));
            case 400, 413, 422 -> new Refused(reason);
            case 401, 403, 404, 410 ->
                new Gone(reason
                        + ": the webhook was deleted, or its address is wrong. Put the right one in place, then send"
                        + " a test");
            case 408, 425 -> new Undelivered(reason, false, Duration.ZERO);
            default -> other(reason);
        };
    }

    private Delivery other(String reason) {
        return switch (status / 100) {
            case 3 ->
                new Undelivered(
                        reason + ", a redirect, which is not followed: put the address in place that it leads to",
                        false,
                        Duration.ZERO);
            case 4 -> new Refused(reason);
            default -> new Undelivered(reason, false, retryAfter().orElse(Duration.ZERO));
        };
    }
}
