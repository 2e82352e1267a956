package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.channel.ChatServer.Fault;
import dev.kaltstart.notify.channel.MattermostServer;
import dev.kaltstart.notify.channel.WebhookServer;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxScheduleTest {

    @Test
    void aChannelThatHangsStopsNoOtherAndIsNotAskedTwiceAtOnce() throws Exception {
        try (var hanging = new MattermostServer();
                var fine = new WebhookServer()) {
            var bench = new OutboxBench(
                    JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
            var first = bench.channel("ops", new Destination.Mattermost(bench.channels.secret("OPS", hanging.url())));
            bench.channel("pager", new Destination.Webhook(bench.channels.secret("PAGER", fine.url()), null));
            hanging.faults.add(Fault.hang());
            for (int n = 0; n < 5; n++) {
                bench.say("r-1", Event.STARTED, "message " + n);
            }
            try (var schedule = bench.schedule(bench.sender())) {
                schedule.look();
                await().until(() -> !hanging.requests.isEmpty());
                schedule.look();
                await().until(() -> fine.taken.size() == 5);
                schedule.look();
                await().until(() -> bench.state(first).lastProblem() != null);
            }
            assertThat(hanging.requests).hasSize(1);
            assertThat(bench.state(first).pending()).isEqualTo(5);
        }
    }

    @Test
    void whatIsBeingSentMayEndBeforeKaltstartDoes() throws Exception {
        try (var slow = new MattermostServer()) {
            var bench = new OutboxBench(
                    JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
            var channel = bench.channel("ops", new Destination.Mattermost(bench.channels.secret("OPS", slow.url())));
            slow.faults.add(Fault.slow());
            bench.say("r-1", Event.STARTED, "started");
            bench.say("r-1", Event.ENDED, "ended");
            var schedule = bench.schedule(bench.patientSender());
            schedule.look();
            await().until(() -> !slow.requests.isEmpty());
            schedule.close();

            assertThat(bench.state(channel).pending())
                    .as("the first is recorded, the second not begun")
                    .isEqualTo(1);
            assertThat(slow.requests).hasSize(1);
        }
    }
}
