package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.channel.ChatServer.Fault;
import dev.kaltstart.notify.channel.DiscordServer;
import dev.kaltstart.notify.channel.MattermostServer;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One message for each recovery, in a chat that can edit and that limits how often. */
@Timeout(120)
class DiscordOutboxTest {

    private final MattermostServer mattermost = new MattermostServer();
    private final DiscordServer discord = new DiscordServer();
    private final OutboxBench bench = new OutboxBench(
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final NotifyChannel chat =
            bench.channel("ops", new Destination.Mattermost(bench.channels.secret("MATTERMOST_URL", mattermost.url())));

    @AfterEach
    void close() {
        mattermost.close();
        discord.close();
    }

    @Test
    void aMessageThatWasDeletedInDiscordIsPostedAgain() {
        var server = discordChannel();
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(server);
        discord.deleteMessages();
        bench.say("r-1", Event.MILESTONE, "reached: Flux in sync");
        bench.say("r-1", Event.MILESTONE, "reached: critical apps healthy");
        bench.sendAll(server);

        assertThat(bench.state(server).stoppedAt()).isNull();
        assertThat(discord.messages())
                .singleElement()
                .satisfies(message -> assertThat(message).contains("started", "Flux in sync", "critical apps healthy"));
    }

    @Test
    void aDeletedWebhookOfDiscordStopsItsChannelAndNoOther() {
        var server = discordChannel();
        discord.deleteWebhook();
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(server);
        bench.clock.pass(Duration.ofHours(2));
        bench.sendAll(server);
        bench.sendAll(chat);

        assertThat(discord.requests).hasSize(1);
        assertThat(bench.state(server).stoppedBecause()).contains("404", "the webhook was deleted");
        assertThat(mattermost.posts).hasSize(1);
    }

    @Test
    void readsTheLimitsOfDiscordAndNeverRunsIntoThemTwice() {
        var server = discordChannel();
        discord.refill(2);
        bench.say("r-1", Event.STARTED, "started");
        bench.say("r-1", Event.MILESTONE, "reached: Flux in sync");
        bench.sendAll(server);
        assertThat(discord.requests)
                .as("the bucket is empty, as the second answer said")
                .hasSize(2);

        bench.clock.pass(Duration.ofMillis(1_500));
        bench.sendAll(server);
        assertThat(discord.requests).hasSize(3);
        bench.clock.pass(Duration.ofMillis(1_999));
        bench.sendAll(server);
        assertThat(discord.requests)
                .as("429 said 2 seconds in the header, and less in the body")
                .hasSize(3);
        discord.refill(9);
        bench.clock.pass(Duration.ofMillis(1));
        bench.sendAll(server);
        assertThat(bench.state(server).pending()).isZero();
        assertThat(discord.messages()).hasSize(2);
    }

    @Test
    void whatIsLongIsCutToWhatDiscordTakes() {
        var server = discordChannel();
        bench.say("r-1", Event.STARTED, "*".repeat(3000), "_".repeat(3000), "#".repeat(3000), "@".repeat(3000));
        IntStream.range(0, 60).forEach(n -> bench.say("r-1", Event.MILESTONE, "reached: " + n + "|".repeat(300)));
        bench.sendAll(server);

        assertThat(bench.state(server).pending()).isZero();
        assertThat(bench.state(server).givenUp()).isZero();
        assertThat(discord.messages().get(0)).as("the newest lines").contains("reached: 59");
    }

    @Test
    void anEditThatMayHaveArrivedIsMadeAgainWithoutAMark() {
        var server = discordChannel();
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(server);
        discord.faults.add(Fault.hang());
        bench.say("r-1", Event.MILESTONE, "reached: Flux in sync");
        bench.sendAll(server);
        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(server);

        assertThat(discord.messages())
                .hasSize(2)
                .first()
                .asString()
                .contains("Flux in sync")
                .doesNotContain("Sent again");
    }

    @Test
    void isMarkedToDiscordWhenTheFirstPostMayHaveArrived() {
        var server = discordChannel();
        discord.faults.add(Fault.hang());
        bench.say("r-1", Event.MILESTONE, "reached: Flux in sync");
        bench.sendAll(server);
        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(server);
        assertThat(discord.messages()).hasSize(2).last().asString().contains("Sent again");
    }

    @Test
    void anOddAddressOrBodyOfDiscordIsNotUsed() {
        var odd = bench.channel(
                "odd", new Destination.Discord(bench.channels.secret("ODD_URL", mattermost.url() + "?a=b")));
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(odd);

        assertThat(mattermost.requests).isEmpty();
        assertThat(bench.state(odd).lastProblem()).contains("not that of a Discord webhook");
    }

    private NotifyChannel discordChannel() {
        return bench.channel("team", new Destination.Discord(bench.channels.secret("DISCORD_URL", discord.url())));
    }
}
