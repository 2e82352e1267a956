package dev.kaltstart.notify.channel;

import dev.kaltstart.cluster.NotifyChannel.Destination.Mattermost;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * An incoming webhook of Mattermost. It answers {@code ok} and no id, so nothing can be edited. Limits and errors: its
 * developer documentation, integrate/webhooks/incoming, and server/channels/app/webhook.go.
 */
@Component
class MattermostClient {

    /** A server splits a post at 16383 characters, and at 4000 before version 5. */
    private static final int LONGEST = 3900;

    /** HandleIncomingWebhook answers 400 with this id when the webhook is not there, and not 404. */
    private static final String INVALID = "web.incoming_webhook.invalid.app_error";

    private static final String DISABLED = "web.incoming_webhook.disabled.app_error";

    private final SecretReader secrets;
    private final HookPost post;

    MattermostClient(SecretReader secrets, HookPost post) {
        this.secrets = secrets;
        this.post = post;
    }

    Delivery send(Mattermost hook, OutgoingMessage message) throws UnusableChannel, InterruptedException {
        var address = HookAddress.of(secrets.read(hook.url()));
        // '<!channel>' and '<!here>' are made mentions inside of the text (ProcessSlackText), but no '<' is left in it
        String text = new MarkdownMessage(message, LONGEST).text();
        var content = Map.of("text", text, "props", Map.of("kaltstart_id", message.id()));
        return post.send(address, "POST", address.uri(), post.text(content), Map.of(), MattermostClient::meaning);
    }

    private static Delivery meaning(HookAnswer answer) {
        if (answer.taken()) {
            return Delivered.DONE;
        }
        String id = answer.body().path("id").asText();
        if (id.equals(INVALID)) {
            return new Gone(
                    "Mattermost does not know the webhook: it was deleted, or its address is wrong. Put the right one"
                            + " in place, then send a test");
        }
        if (id.equals(DISABLED)) {
            return new Gone("incoming webhooks are switched off in Mattermost: switch them on, then send a test");
        }
        Delivery refusal = answer.refusal();
        return refusal instanceof Gone && id.isEmpty() ? notMattermost(answer) : refusal;
    }

    /** An ingress answers 404 while what is behind it is down, and the chat may well be in the cluster that is lost. */
    private static Delivery notMattermost(HookAnswer answer) {
        return new Undelivered(
                "something that is not Mattermost answers with " + answer.status() + ", such as a proxy in front of it",
                false,
                Duration.ZERO);
    }
}
