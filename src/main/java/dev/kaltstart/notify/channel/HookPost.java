package dev.kaltstart.notify.channel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.springframework.stereotype.Component;

/** One request to a webhook: no redirects, no cookies, bounded in time and size. */
@Component
class HookPost {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ObjectMapper json;
    private final Clock clock;

    HookPost(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** @param meaning of the answer */
    Delivery send(
            HookAddress address,
            String method,
            URI uri,
            String body,
            Map<String, String> headers,
            Function<HookAnswer, Delivery> meaning)
            throws UnusableChannel, InterruptedException {
        try {
            address.refuseMetadata();
            var request = HttpRequest.newBuilder(uri)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Kaltstart")
                    .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            headers.forEach(request::header);
            var answer = http.send(request.build(), info -> new LimitedBody());
            return meaning.apply(
                    new HookAnswer(answer.statusCode(), answer.headers(), parsed(answer.body()), clock.instant()));
        } catch (IOException e) {
            return failure(e);
        }
    }

    String text(Object content) {
        try {
            return json.writeValueAsString(content);
        } catch (JacksonException e) {
            throw new IllegalStateException("a message cannot be written as JSON", e);
        }
    }

    private JsonNode parsed(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** What a person can act on; the exception's own message may hold the address. */
    static Undelivered failure(IOException e) {
        if (e instanceof UnknownHostException || e.getCause() instanceof UnresolvedAddressException) {
            return new Undelivered("the name of its host cannot be looked up", false, Duration.ZERO);
        }
        if (e instanceof HttpConnectTimeoutException || e instanceof ConnectException) {
            return new Undelivered("it takes no connection", false, Duration.ZERO);
        }
        if (e instanceof SSLException) {
            return new Undelivered(
                    "no TLS with it: its certificate is not trusted, expired, or for another host",
                    false,
                    Duration.ZERO);
        }
        return new Undelivered("the connection ended without an answer", true, Duration.ZERO);
    }
}
