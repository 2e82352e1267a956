package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.notify.channel.MattermostServer;
import dev.kaltstart.recovery.Recoveries;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of an event, and what is not. */
class RecoveryNoticesTest {

    private static final String RECOVERY = "node-failure-20261130-1902-x7k2p";

    private final MattermostServer mattermost = new MattermostServer();
    private final OutboxBench bench = new OutboxBench(
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final NotifyChannel chat =
            bench.channel("ops", new Destination.Mattermost(bench.channels.secret("MATTERMOST_URL", mattermost.url())));
    private final Subject subject = Subject.node("wk-2");
    private boolean unattended;
    private Mode mode = Mode.LIVE;

    private final RecoveryNotices notices = new RecoveryNotices(
            bench.notices,
            bench.rows,
            id -> Optional.of(
                    new RecoveryRecord(id, OutboxBench.CLUSTER, mode, subject, "node-failure:1:1", unattended)),
            (Recoveries) Proxy.newProxyInstance(
                    Recoveries.class.getClassLoader(), new Class<?>[] {Recoveries.class}, (proxy, method, values) -> {
                        throw new UnsupportedOperationException(method.getName());
                    }));

    @AfterEach
    void close() {
        mattermost.close();
    }

    @Test
    void anIncidentIsSaidWithItsReason() {
        notices.blocked(new EngineEvent.IncidentOpened(
                RECOVERY, bench.clock.instant(), "drainNode", "the API refuses: token=abcdef1234567890"));

        assertThat(sent())
                .contains("Live: node-failure of wk-2 in homelab: blocked at drainNode")
                .contains("the API refuses")
                .doesNotContain("abcdef1234567890");
    }

    @Test
    void aTaskThatStillWaitsIsSaidAndEscalated() {
        var since = bench.clock.instant().minus(Duration.ofMinutes(30));
        notices.waits(new EngineEvent.TaskWaits(
                RECOVERY,
                bench.clock.instant(),
                Subject.node("wk-3"),
                "t-1",
                "flashNode",
                "Flash the node",
                since,
                true));

        assertThat(sent())
                .contains("another person should know: Flash the node \\(wk-3\\)", "No answer for 30 minutes.");
    }

    @Test
    void aMilestoneIsSaidOnce() {
        var reached = new EngineEvent.MilestoneReached(RECOVERY, bench.clock.instant(), "Flux in sync", null);
        notices.reached(reached);
        notices.reached(reached);
        sent();

        assertThat(mattermost.posts).hasSize(1);
    }

    /** The report cannot be composed here: nothing answers. */
    @Test
    void aMessageThatCannotBeComposedFailsNoRecovery() {
        notices.ended(new EngineEvent.RunEnded(RECOVERY, bench.clock.instant(), "recovered"));
        sent();

        assertThat(mattermost.posts).isEmpty();
    }

    @Test
    void tasksThatKaltstartAnswersAndRehearsalsAreNotSaid() {
        unattended = true;
        notices.opened(new EngineEvent.TaskOpened(RECOVERY, bench.clock.instant(), subject, "t-1", "x", "X"));
        unattended = false;
        mode = Mode.REHEARSAL;
        notices.opened(new EngineEvent.TaskOpened(RECOVERY, bench.clock.instant(), subject, "t-1", "x", "X"));
        sent();

        assertThat(mattermost.posts).isEmpty();
    }

    private String sent() {
        bench.sendAll(chat);
        return String.join("\n", mattermost.posts);
    }
}
