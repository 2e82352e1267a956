package dev.kaltstart.notify;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.OutboxRows.Lane;
import dev.kaltstart.notify.channel.RealChannels;
import dev.kaltstart.shell.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An outbox on a database, and senders that a test drives by hand. */
final class OutboxBench {

    static final String CLUSTER = "homelab";
    static final NotifyProperties SETTINGS = new NotifyProperties(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofDays(3),
            Duration.ofDays(30),
            "https://kaltstart.example:8080/");

    final StoppedClock clock = new StoppedClock();
    final Redaction redaction = new Redaction();
    final RealChannels channels = new RealChannels(redaction, clock);
    final List<NotifyChannel> configured = new ArrayList<>();
    final JdbcClient jdbc;
    final OutboxRows rows;
    final ChannelRows states;
    final Notices notices;
    final StoredChannelStates known;

    OutboxBench(DataSource database) {
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        List.of("notification", "notification_channel", "notification_mark")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        rows = new OutboxRows(jdbc);
        states = new ChannelRows(jdbc);
        notices = new Notices(rows, this::of, redaction, clock);
        known = new StoredChannelStates(this::of, new BacklogRows(jdbc), states);
    }

    List<NotifyChannel> of(String cluster) {
        return cluster.equals(CLUSTER) ? configured : List.of();
    }

    NotifyChannel channel(String name, Destination destination) {
        var channel = new NotifyChannel(name, destination, EnumSet.allOf(Event.class), false);
        configured.add(channel);
        return channel;
    }

    OutboxSender sender() {
        return new OutboxSender(rows, new BoardRows(jdbc), states, channels.client(), redaction, SETTINGS, clock);
    }

    /** On a busy machine even a quick answer may take a while. */
    OutboxSender patientSender() {
        var patient = new NotifyProperties(
                SETTINGS.look(), Duration.ofMinutes(1), SETTINGS.keep(), SETTINGS.history(), SETTINGS.links());
        return new OutboxSender(rows, new BoardRows(jdbc), states, channels.client(), redaction, patient, clock);
    }

    /** @return whether the next message could be tried at once */
    boolean send(OutboxSender sender, NotifyChannel channel) {
        try {
            return sender.sendNext(new Lane(CLUSTER, channel.name()), channel);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    OutboxSchedule schedule(OutboxSender sender) {
        return new OutboxSchedule(rows, new MarkRows(jdbc), sender, this::of, SETTINGS, clock);
    }

    /** Until nothing more can be sent now. */
    void sendAll(NotifyChannel channel) {
        try (var sender = sender()) {
            while (send(sender, channel)) {
                // the next one
            }
        }
    }

    void say(String recovery, Event event, String headline, String... detail) {
        say(recovery, event, Mode.LIVE, headline, detail);
    }

    void say(String recovery, Event event, Mode mode, String headline, String... detail) {
        notices.write(new Notice(
                CLUSTER,
                recovery,
                mode,
                event,
                event != Event.MILESTONE,
                clock.instant(),
                "node-failure of wk-2 in homelab",
                headline,
                List.of(detail),
                "/recoveries/" + recovery));
    }

    ChannelState state(NotifyChannel channel) {
        return known.states(CLUSTER).stream()
                .filter(state -> state.name().equals(channel.name()))
                .findFirst()
                .orElseThrow();
    }
}
