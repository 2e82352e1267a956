package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.notify.channel.ChatServer.Fault;
import dev.kaltstart.notify.channel.DiscordServer;
import dev.kaltstart.notify.channel.MattermostServer;
import dev.kaltstart.notify.channel.WebhookServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the outbox promises, on every database, against chats that behave by their documented rules. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
abstract class OutboxContract {

    private final MattermostServer mattermost = new MattermostServer();
    private final DiscordServer discord = new DiscordServer();
    private final WebhookServer webhook = new WebhookServer();
    private OutboxBench bench;
    private DataSource source;
    private NotifyChannel chat;

    abstract DataSource database();

    @BeforeEach
    void anEmptyOutbox() {
        source = database();
        bench = new OutboxBench(source);
        chat = bench.channel(
                "ops", new Destination.Mattermost(bench.channels.secret("MATTERMOST_URL", mattermost.url())));
    }

    @AfterEach
    void close() {
        mattermost.close();
        discord.close();
        webhook.close();
    }

    @Test
    void keepsTheOrderOfARecoveryAndSaysItsModeAndWhereToGo() {
        bench.say("r-1", Event.STARTED, "started", "KubeNodeNotReady");
        bench.say("r-1", Event.PERSON, "needs a person: Flash the node");
        bench.say("r-1", Event.ENDED, "ended: recovered");
        bench.sendAll(chat);

        assertThat(mattermost.posts)
                .hasSize(3)
                .allSatisfy(post -> assertThat(post)
                        .startsWith("**Live: node-failure of wk-2 in homelab: ")
                        .contains("<https://kaltstart.example:8080/recoveries/r-1>"));
        assertThat(mattermost.posts.get(0)).contains("started**\nKubeNodeNotReady\n2026-11-23 12:00 UTC");
        assertThat(mattermost.posts.get(1)).contains("needs a person: Flash the node");
        assertThat(mattermost.posts.get(2)).contains("ended: recovered");
        assertThat(bench.state(chat)).satisfies(state -> {
            assertThat(state.pending()).isZero();
            assertThat(state.lastSent()).isEqualTo(bench.clock.instant());
            assertThat(state.lastProblem()).isNull();
        });
    }

    @Test
    void isWrittenWithWhatItIsAboutOrNotAtAll() {
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        transaction.executeWithoutResult(status -> {
            bench.say("r-1", Event.STARTED, "started");
            status.setRollbackOnly();
        });
        bench.sendAll(chat);

        assertThat(mattermost.requests).isEmpty();
    }

    @Test
    void rehearsalsAndUnwantedEventsSendNothing() {
        var loud = new NotifyChannel(
                "loud",
                new Destination.Mattermost(new SecretSource.InVariable("MATTERMOST_URL")),
                Set.of(Event.ENDED),
                true);
        bench.configured.add(loud);
        bench.say("r-1", Event.ENDED, Mode.REHEARSAL, "ended: recovered");
        bench.say("r-1", Event.STARTED, Mode.REHEARSAL, "started");

        assertThat(bench.state(chat).pending()).isZero();
        assertThat(bench.state(loud).pending()).isEqualTo(1);
        bench.sendAll(loud);
        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post).startsWith("**Rehearsal: node-failure"));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        mattermost.faults.add(Fault.answering(429, Map.of("Retry-After", "7"), ""));
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);
        bench.clock.pass(Duration.ofMillis(6_900));
        bench.sendAll(chat);
        assertThat(mattermost.requests).hasSize(1);
        assertThat(bench.state(chat).resumesAt()).isNotNull();

        bench.clock.pass(Duration.ofMillis(100));
        bench.sendAll(chat);
        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post)
                        .as("a message that was postponed did not arrive before")
                        .doesNotContain("Sent again"));
    }

    @Test
    void backsOffWhileTheReceiverIsDownAndLosesNothing() {
        IntStream.range(0, 9).forEach(n -> mattermost.faults.add(Fault.status(503)));
        bench.say("r-1", Event.STARTED, "started");
        bench.say("r-1", Event.ENDED, "ended: recovered");
        var pauses = new ArrayList<Integer>();
        for (int seconds = 0, requests = 0; mattermost.posts.size() < 2; seconds++) {
            bench.sendAll(chat);
            if (mattermost.requests.size() > requests) {
                requests = mattermost.requests.size();
                pauses.add(seconds);
            }
            assertThat(seconds).isLessThan(4000);
            bench.clock.pass(Duration.ofSeconds(1));
        }

        assertThat(pauses.subList(0, 5)).containsExactly(0, 5, 15, 35, 75);
        assertThat(pauses).last().isEqualTo(0 + 5 + 10 + 20 + 40 + 80 + 160 + 320 + 640 + 900);
        assertThat(mattermost.posts.get(0)).contains("started").doesNotContain("Sent again");
        assertThat(mattermost.posts.get(1)).contains("ended");
    }

    @Test
    void aMessageThatIsNeverTakenStopsNoOtherRecovery() {
        bench.say("r-1", Event.STARTED, "poison");
        bench.say("r-2", Event.STARTED, "fine");
        mattermost.faults.add(Fault.status(500));
        bench.sendAll(chat);
        bench.sendAll(chat);

        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post).contains("fine"));
        assertThat(bench.state(chat).lastProblem()).isEqualTo("it answers with 500");
    }

    @Test
    void aHangIsLimitedAndTheMessageThatMayHaveArrivedSaysSo() {
        mattermost.faults.add(Fault.hang());
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);
        assertThat(bench.state(chat).lastProblem()).isEqualTo("no answer within 1 seconds");

        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(chat);
        assertThat(mattermost.posts).hasSize(2);
        assertThat(mattermost.posts.get(0)).doesNotContain("Sent again");
        assertThat(mattermost.posts.get(1)).contains("Sent again");
        assertThat(mattermost.requests)
                .extracting(request -> request.json().at("/props/kaltstart_id").asText())
                .as("one id")
                .doesNotContain("")
                .containsOnly(mattermost
                        .requests
                        .get(0)
                        .json()
                        .at("/props/kaltstart_id")
                        .asText());
    }

    @Test
    void anAnswerThatNeverEndsIsLimitedInSize() {
        mattermost.faults.add(Fault.endless());
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);

        assertThat(bench.state(chat).pending()).isEqualTo(1);
        assertThat(bench.state(chat).lastProblem()).contains("no answer within");
    }

    @Test
    void anEndWithoutAnAnswerMayHaveBeenAnArrival() {
        mattermost.faults.add(Fault.cut());
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);
        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(chat);

        assertThat(mattermost.posts).last().asString().contains("Sent again");
    }

    @Test
    void aDeletedWebhookStopsTheChannelUntilATestIsSent() {
        mattermost.deleted = true;
        bench.say("r-1", Event.STARTED, "started");
        bench.say("r-1", Event.ENDED, "ended: recovered");
        bench.sendAll(chat);
        bench.clock.pass(Duration.ofHours(5));
        bench.sendAll(chat);

        assertThat(mattermost.requests).as("no request to what is gone").hasSize(1);
        assertThat(bench.state(chat)).satisfies(state -> {
            assertThat(state.stoppedAt()).isNotNull();
            assertThat(state.stoppedBecause()).contains("Mattermost does not know the webhook", "send a test");
            assertThat(state.pending()).isEqualTo(2);
        });
        var meters = new SimpleMeterRegistry();
        new NotifyMeters(meters, new ProtectedClusters().only(ProtectedClusters.homelab()), bench.known, bench.clock)
                .refresh();
        assertThat(meters.get("kaltstart.notify.stopped")
                        .tags("channel", "ops")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("kaltstart.notify.age").gauge().value())
                .isEqualTo(Duration.ofHours(5).toSeconds());

        mattermost.deleted = false;
        var lane = new OutboxRows.Lane(OutboxBench.CLUSTER, "ops");
        bench.notices.test(OutboxBench.CLUSTER, chat, "admin");
        bench.notices.test(OutboxBench.CLUSTER, chat, "admin");
        bench.states.start(lane);
        bench.rows.dueNow(lane, bench.clock.instant());
        bench.sendAll(chat);

        assertThat(mattermost.posts).hasSize(3);
        assertThat(mattermost.posts.get(0)).contains("started");
        assertThat(mattermost.posts.get(2)).contains("Test: Kaltstart reaches this channel of homelab");
        assertThat(bench.state(chat).stoppedAt()).isNull();
    }

    @Test
    void anIngressWhoseMattermostIsDownIsNotADeletedWebhook() {
        mattermost.faults.add(Fault.answering(404, Map.of(), "404 page not found"));
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);
        assertThat(bench.state(chat).stoppedAt()).isNull();

        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(chat);
        assertThat(mattermost.posts).hasSize(1);
    }

    @Test
    void isSentOnceMoreWithoutItsDetailAndThenGivenUp() {
        mattermost.faults.add(Fault.status(400));
        bench.say("r-1", Event.STARTED, "started", "x".repeat(900), "y".repeat(900), "z".repeat(900));
        bench.sendAll(chat);
        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post).contains("started").hasSizeLessThan(500));

        mattermost.faults.add(Fault.status(413));
        mattermost.faults.add(Fault.status(400));
        bench.say("r-1", Event.ENDED, "ended: recovered");
        bench.say("r-1", Event.PERSON, "needs a person: x");
        bench.sendAll(chat);
        assertThat(mattermost.requests).hasSize(5);
        assertThat(mattermost.posts).hasSize(2).last().asString().contains("needs a person");
        assertThat(bench.state(chat).givenUp()).isEqualTo(1);
        assertThat(bench.state(chat).lastProblem()).isEqualTo("it answers with 400");
    }

    @Test
    void aRedirectIsNotFollowed() {
        mattermost.faults.add(Fault.answering(307, Map.of("Location", webhook.url()), ""));
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(chat);

        assertThat(webhook.requests).isEmpty();
        assertThat(bench.state(chat).lastProblem()).contains("a redirect, which is not followed");
    }

    @Test
    void isGivenUpAfterDaysAndNamed() {
        mattermost.close();
        bench.say("r-1", Event.STARTED, "started");
        for (int hour = 0; hour < 72; hour++) {
            bench.sendAll(chat);
            bench.clock.pass(Duration.ofHours(1));
        }
        assertThat(bench.state(chat).pending()).isEqualTo(1);
        bench.clock.pass(Duration.ofSeconds(1));
        var schedule = bench.schedule(bench.sender());
        schedule.tidy();

        assertThat(bench.state(chat)).satisfies(state -> {
            assertThat(state.pending()).isZero();
            assertThat(state.givenUp()).isEqualTo(1);
            assertThat(state.lastProblem()).isEqualTo("it takes no connection");
            assertThat(state.lost()).singleElement().satisfies(lost -> {
                assertThat(lost.title()).isEqualTo("Live: node-failure of wk-2 in homelab: started");
                assertThat(lost.problem()).isEqualTo("it takes no connection");
            });
        });
        bench.clock.pass(Duration.ofDays(31));
        schedule.tidy();
        assertThat(bench.state(chat).givenUp()).isZero();
    }

    @Test
    void ofTwoKaltstartsOneSends() throws Exception {
        IntStream.range(0, 20).forEach(n -> bench.say("r-" + n % 3, Event.STARTED, "message " + n));
        var threads = Executors.newFixedThreadPool(4);
        var begin = new CountDownLatch(1);
        var senders = new ArrayList<Future<?>>();
        for (int n = 0; n < 4; n++) {
            senders.add(threads.submit(() -> {
                begin.await();
                try (var sender = bench.sender()) {
                    while (bench.state(chat).pending() > 0) {
                        bench.send(sender, chat);
                    }
                }
                return null;
            }));
        }
        begin.countDown();
        for (Future<?> sender : senders) {
            sender.get();
        }
        threads.shutdown();

        assertThat(mattermost.posts).hasSize(20);
        for (int recovery = 0; recovery < 3; recovery++) {
            int mine = recovery;
            assertThat(mattermost.posts.stream()
                            .map(post -> Integer.parseInt(post.replaceAll("(?s).*message (\\d+)\\*\\*.*", "$1")))
                            .filter(n -> n % 3 == mine)
                            .toList())
                    .isSorted();
        }
    }

    @Test
    void whatAKilledSenderHeldIsSentByAnotherAfterItsClaim() {
        bench.say("r-1", Event.STARTED, "started");
        var lane = new OutboxRows.Lane(OutboxBench.CLUSTER, "ops");
        bench.states.add(lane);
        var now = bench.clock.instant();
        assertThat(bench.states.claim(lane, "killed", now, now.plus(OutboxBench.SETTINGS.claim())))
                .isTrue();
        bench.rows.begin(bench.rows.next(lane, now).orElseThrow().id());

        bench.sendAll(chat);
        assertThat(mattermost.requests).isEmpty();
        bench.clock.pass(OutboxBench.SETTINGS.claim());
        bench.sendAll(chat);
        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post).contains("Sent again"));
    }

    @Test
    void everythingAboutARecoveryStandsInOneMessageOfDiscordAndWhatCallsBesideIt() {
        var server = discordChannel();
        bench.say("r-1", Event.STARTED, "started");
        bench.say("r-1", Event.MILESTONE, "reached: control plane online");
        bench.say("r-1", Event.MILESTONE, "reached: Flux in sync");
        bench.say("r-1", Event.ENDED, "ended: recovered");
        bench.say("r-2", Event.STARTED, "started");
        bench.sendAll(server);

        assertThat(discord.messages()).hasSize(5);
        assertThat(discord.messages().get(0))
                .startsWith("**Live: node-failure of wk-2 in homelab**\n`12:00` started\n")
                .contains(
                        "\n`12:00` reached: control plane online\n`12:00` reached: Flux in sync\n`12:00` ended: recovered");
        assertThat(discord.messages().get(1)).contains("homelab: started**");
        assertThat(discord.messages().get(2)).contains("homelab: ended: recovered**");
        assertThat(discord.messages().get(3)).contains("`12:00` started").doesNotContain("reached");
        assertThat(discord.requests).allSatisfy(request -> {
            assertThat(request.json().at("/allowed_mentions/parse").isArray()).isTrue();
            assertThat(request.json().at("/allowed_mentions/parse")).isEmpty();
        });
    }

    @Test
    void aWebhookIsSignedOverWhatItSends() throws Exception {
        String key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var signed = bench.channel(
                "hook",
                new Destination.Webhook(
                        bench.channels.secret("HOOK_URL", webhook.url()), bench.channels.secret("HOOK_KEY", key)));
        bench.say("r-1", Event.ENDED, "ended: recovered", "control plane: after 10 min", "second line");
        bench.sendAll(signed);

        assertThat(webhook.taken).singleElement().satisfies(request -> {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.substring(6)), "HmacSHA256"));
            String content =
                    request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body();
            assertThat(request.header("webhook-signature"))
                    .isEqualTo("v1,"
                            + Base64.getEncoder()
                                    .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8))));
            assertThat(request.header("webhook-timestamp"))
                    .isEqualTo(String.valueOf(bench.clock.instant().getEpochSecond()));
            assertThat(request.json().path("id").asText()).isEqualTo(request.header("webhook-id"));
            assertThat(request.json().path("type").asText()).isEqualTo("kaltstart.recovery.ended");
            assertThat(request.json().at("/data/recovery").asText()).isEqualTo("r-1");
            assertThat(request.json().at("/data/text").asText()).isEqualTo("control plane: after 10 min\nsecond line");
            assertThat(request.json().at("/data/link").asText())
                    .isEqualTo("https://kaltstart.example:8080/recoveries/r-1");
            assertThat(request.json().at("/data/again").asBoolean()).isFalse();
        });
    }

    /** Attack: secrets, mentions, links and headlines of its own in what an alert or a tool says. */
    @Test
    void noSecretAndNoMarkupLeaves() {
        var server = discordChannel();
        bench.redaction.learn("S3cretOfTheStore");
        String evil =
                "@everyone <!here> [open](https://evil.example) \n**Live: ended: recovered**\u202e S3cretOfTheStore"
                        + " AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ "
                        + discord.url();
        bench.say("r-1", Event.BLOCKED, "blocked at x: " + evil, evil);
        bench.sendAll(server);
        bench.sendAll(chat);

        var all = new ArrayList<>(discord.messages());
        all.addAll(mattermost.posts);
        assertThat(all)
                .hasSize(3)
                .allSatisfy(message -> assertThat(message)
                        .doesNotContain(
                                "@everyone",
                                "<!here>",
                                "](",
                                "://evil",
                                "**Live: ended",
                                "S3cretOfTheStore",
                                "AGE-SECRET-KEY-1")
                        .doesNotContain("\u202e", "/api/webhooks/1180000000000000001/AbC"));
        assertThat(bench.jdbc
                        .sql("select detail || headline from notification")
                        .query(String.class)
                        .list())
                .noneMatch(text -> text.contains("S3cretOfTheStore") || text.contains("AbC-dEf_0123"));
    }

    @Test
    void aSecretThatIsLearntLaterDoesNotLeaveEither() {
        bench.say("r-1", Event.STARTED, "started", "token of the store is Zx81kQpW77");
        bench.redaction.learn("Zx81kQpW77");
        bench.sendAll(chat);

        assertThat(mattermost.posts)
                .singleElement()
                .satisfies(post -> assertThat(post).doesNotContain("Zx81"));
    }

    @Test
    void aMissingSecretIsNamedAndTheMessageWaitsForIt() {
        var later = bench.channel("later", new Destination.Mattermost(new SecretSource.InVariable("LATER_URL")));
        bench.say("r-1", Event.STARTED, "started");
        bench.sendAll(later);
        assertThat(bench.state(later).lastProblem()).isEqualTo("the variable LATER_URL is empty: put the secret there");

        bench.channels.secret("LATER_URL", mattermost.url());
        bench.clock.pass(Duration.ofSeconds(5));
        bench.sendAll(later);
        assertThat(mattermost.posts).hasSize(1);
    }

    @Test
    void isSaidOnceByWhomeverSeesItFirst() {
        var marks = new MarkRows(bench.jdbc);
        assertThat(marks.mark("objective/r-1/control plane/50", bench.clock.instant()))
                .isTrue();
        assertThat(marks.mark("objective/r-1/control plane/50", bench.clock.instant()))
                .isFalse();
        assertThat(marks.marked("objective/r-1/control plane/50")).isTrue();
        assertThat(marks.marked("objective/r-1/control plane/80")).isFalse();
    }

    private NotifyChannel discordChannel() {
        return bench.channel("team", new Destination.Discord(bench.channels.secret("DISCORD_URL", discord.url())));
    }
}
