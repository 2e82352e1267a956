package dev.kaltstart.notify;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An outbox of one cluster with one channel, which nothing empties. */
public final class KeptMessages {

    private final JdbcClient jdbc;
    private final String cluster;
    private final Notices notices;

    public KeptMessages(JdbcClient jdbc, String cluster, Clock clock) {
        this.jdbc = jdbc;
        this.cluster = cluster;
        this.notices = new Notices(new OutboxRows(jdbc), this::channels, new Redaction(), clock);
    }

    List<NotifyChannel> channels(String name) {
        return name.equals(cluster)
                ? List.of(new NotifyChannel(
                        "ops",
                        new Destination.Mattermost(new SecretSource.InVariable("X")),
                        EnumSet.allOf(Event.class),
                        false))
                : List.of();
    }

    public Notices notices() {
        return notices;
    }

    public List<String> headlines() {
        return column("headline");
    }

    public List<String> events() {
        return column("event");
    }

    private List<String> column(String name) {
        return jdbc.sql("select " + name + " from notification order by id")
                .query(String.class)
                .list();
    }
}
