package dev.kaltstart.notify.channel;

import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Destination.Discord;
import dev.kaltstart.cluster.NotifyChannel.Destination.Mail;
import dev.kaltstart.cluster.NotifyChannel.Destination.Mattermost;
import dev.kaltstart.cluster.NotifyChannel.Destination.Webhook;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Sends one message to one channel, once. May take long; the caller limits the time. */
@Component
public class ChannelClient {

    private final MattermostClient mattermost;
    private final DiscordClient discord;
    private final WebhookClient webhook;
    private final MailClient mail;

    ChannelClient(MattermostClient mattermost, DiscordClient discord, WebhookClient webhook, MailClient mail) {
        this.mattermost = mattermost;
        this.discord = discord;
        this.webhook = webhook;
        this.mail = mail;
    }

    public Delivery send(Destination destination, OutgoingMessage message) throws InterruptedException {
        try {
            if (destination instanceof Mattermost hook) {
                return mattermost.send(hook, message);
            }
            if (destination instanceof Discord hook) {
                return discord.send(hook, message);
            }
            if (destination instanceof Webhook hook) {
                return webhook.send(hook, message);
            }
            return mail.send((Mail) destination, message);
        } catch (UnusableChannel e) {
            return new Delivery.Undelivered(e.reason(), false, Duration.ZERO);
        }
    }
}
