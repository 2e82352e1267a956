package dev.kaltstart.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.NotifyChannel.Destination.Discord;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Postponed;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import dev.kaltstart.notify.channel.Delivery.Unknown;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * A webhook of Discord. Everything about a recovery is in one message, which is edited; what needs a person is posted
 * as well, because an edit rings no bell. Limits and errors: discord-api-docs, resources/webhook, topics/rate-limits and
 * topics/opcodes-and-status-codes.
 */
@Component
class DiscordClient {

    /** Of 2000 characters. */
    private static final int LONGEST = 1950;

    /** No preview of a link: it would be fetched by Discord's servers. */
    private static final int SUPPRESS_EMBEDS = 4;

    private static final int UNKNOWN_MESSAGE = 10008;
    private static final Pattern PATH = Pattern.compile("/api(/v\\d{1,3})?/webhooks/\\d{5,25}/[\\w-]{20,200}");
    private static final Pattern THREAD = Pattern.compile("thread_id=\\d{5,25}");
    private static final Pattern SNOWFLAKE = Pattern.compile("\\d{5,25}");

    private final SecretReader secrets;
    private final HookPost post;

    DiscordClient(SecretReader secrets, HookPost post) {
        this.secrets = secrets;
        this.post = post;
    }

    Delivery send(Discord hook, OutgoingMessage message) throws UnusableChannel, InterruptedException {
        var address = HookAddress.of(secrets.read(hook.url()));
        String thread = String.valueOf(address.uri().getRawQuery());
        if (!PATH.matcher(address.uri().getRawPath()).matches()
                || !(address.uri().getRawQuery() == null
                        || THREAD.matcher(thread).matches())) {
            throw new UnusableChannel(
                    "the address is not that of a Discord webhook, /api/webhooks/ID/TOKEN: copy it again");
        }
        var content = Map.of(
                "content",
                new MarkdownMessage(message, LONGEST).text(),
                "flags",
                SUPPRESS_EMBEDS,
                "allowed_mentions",
                Map.of("parse", List.of()));
        boolean edits =
                message.edits() != null && SNOWFLAKE.matcher(message.edits()).matches();
        // without wait=true Discord answers 204 before it has stored the message, and tells no error
        String more = edits ? "/messages/" + message.edits() : "";
        String query =
                (edits ? "" : "wait=true") + (THREAD.matcher(thread).matches() ? (edits ? "" : "&") + thread : "");
        var uri = URI.create(
                address.uri().toString().replaceFirst("\\?.*$", "") + more + (query.isEmpty() ? "" : "?" + query));
        return post.send(address, edits ? "PATCH" : "POST", uri, post.text(content), Map.of(), DiscordClient::meaning);
    }

    private static Delivery meaning(HookAnswer answer) {
        if (answer.taken()) {
            String id = answer.body().path("id").asText();
            return new Delivered(SNOWFLAKE.matcher(id).matches() ? id : null, untilReset(answer));
        }
        JsonNode code = answer.body().path("code");
        if (code.asInt() == UNKNOWN_MESSAGE) {
            return new Unknown("the message was deleted in Discord");
        }
        Delivery refusal = answer.refusal();
        if (refusal instanceof Postponed) {
            // the header has whole seconds, the body a fraction: the longer one is right
            Duration body = answer.body().path("retry_after").isNumber()
                    ? RetryAfter.of(answer.body().path("retry_after").asText(), answer.at())
                            .orElse(RetryAfter.USUAL)
                    : Duration.ZERO;
            Duration head = answer.retryAfter().orElse(Duration.ZERO);
            Duration longer = body.compareTo(head) > 0 ? body : head;
            return new Postponed(longer.isZero() ? RetryAfter.USUAL : longer);
        }
        return refusal instanceof Gone && code.isMissingNode()
                ? new Undelivered(
                        "something that is not Discord answers with " + answer.status() + ", such as a proxy",
                        false,
                        Duration.ZERO)
                : refusal;
    }

    /** A bucket that is empty: the next request would be answered with 429. */
    private static Duration untilReset(HookAnswer answer) {
        boolean empty = answer.headers()
                .firstValue("X-RateLimit-Remaining")
                .filter("0"::equals)
                .isPresent();
        Optional<String> reset = answer.headers().firstValue("X-RateLimit-Reset-After");
        return empty ? reset.flatMap(text -> RetryAfter.of(text, answer.at())).orElse(Duration.ZERO) : Duration.ZERO;
    }
}
