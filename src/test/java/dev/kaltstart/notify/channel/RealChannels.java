package dev.kaltstart.notify.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/** The clients as they are, with secrets that a test gives them. */
public final class RealChannels {

    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final ChannelClient client;

    public RealChannels(Redaction redaction, Clock clock) {
        this(redaction, clock, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust whom to believe that it is the mail server */
    public RealChannels(Redaction redaction, Clock clock, SSLSocketFactory trust) {
        var secrets = new SecretReader(name -> variables.getOrDefault(name, ""), redaction);
        var post = new HookPost(new ObjectMapper(), clock);
        client = new ChannelClient(
                new MattermostClient(secrets, post),
                new DiscordClient(secrets, post),
                new WebhookClient(secrets, post, clock),
                new MailClient(secrets, trust));
    }

    public ChannelClient client() {
        return client;
    }

    /** Also in place of the one that was there. */
    public SecretSource secret(String variable, String value) {
        variables.put(variable, value);
        return new SecretSource.InVariable(variable);
    }
}
