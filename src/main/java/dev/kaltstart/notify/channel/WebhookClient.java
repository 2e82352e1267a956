package dev.kaltstart.notify.channel;

import dev.kaltstart.cluster.NotifyChannel.Destination.Webhook;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Any other webhook: JSON, signed as Standard Webhooks says (standard-webhooks/spec/standard-webhooks.md). */
@Component
class WebhookClient {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST = 8000;

    private final SecretReader secrets;
    private final HookPost post;
    private final Clock clock;

    WebhookClient(SecretReader secrets, HookPost post, Clock clock) {
        this.secrets = secrets;
        this.post = post;
        this.clock = clock;
    }

    Delivery send(Webhook hook, OutgoingMessage message) throws UnusableChannel, InterruptedException {
        var address = HookAddress.of(secrets.read(hook.url()));
        String body = post.text(content(message));
        return post.send(
                address,
                "POST",
                address.uri(),
                body,
                headers(hook.signingKey(), message.id(), body),
                answer -> answer.taken() ? Delivered.DONE : answer.refusal());
    }

    private static Map<String, @Nullable Object> content(OutgoingMessage message) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("cluster", HarmlessText.line(message.cluster()));
        data.put("recovery", message.recovery());
        data.put("title", HarmlessText.line(message.title()));
        data.put(
                "text",
                message.shortened()
                        ? ""
                        : HarmlessText.cut(
                                String.join(
                                        "\n",
                                        message.detail().stream()
                                                .map(HarmlessText::line)
                                                .toList()),
                                LONGEST));
        data.put("link", message.link());
        data.put("path", message.path());
        data.put("again", message.again());
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("id", message.id());
        content.put("type", "kaltstart.recovery." + message.event());
        content.put("timestamp", message.happenedAt().toString());
        content.put("data", data);
        return content;
    }

    private Map<String, String> headers(@Nullable SecretSource key, String id, String body) throws UnusableChannel {
        var headers = new LinkedHashMap<String, String>();
        String now = String.valueOf(clock.instant().getEpochSecond());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", now);
        if (key != null) {
            headers.put("webhook-signature", "v1," + signature(key, id + "." + now + "." + body));
        }
        return headers;
    }

    private String signature(SecretSource source, String content) throws UnusableChannel {
        String text = secrets.read(source);
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            if (key.length < SHORTEST_KEY) {
                throw new UnusableChannel(
                        source.label() + " holds a signing key of fewer than 24 bytes: make a longer one");
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new UnusableChannel(source.label() + " holds no signing key: whsec_ and base64");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }
}
