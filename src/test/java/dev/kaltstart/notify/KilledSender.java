package dev.kaltstart.notify;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.channel.RealChannels;
import dev.kaltstart.shell.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox in a process of its own, as it is in Kaltstart: writes messages, each in the transaction that counts it, and
 * sends them. Arguments: the database, the address of the Mattermost, of the Discord, how many messages there are, and a
 * file to make when all are sent.
 */
final class KilledSender {

    private KilledSender() {}

    public static void main(String[] arguments) throws Exception {
        var source = new DriverManagerDataSource(arguments[0], "sa", "");
        Flyway.configure().dataSource(source).load().migrate();
        var jdbc = JdbcClient.create(source);
        jdbc.sql("create table if not exists counted (recovery varchar(20) not null, number integer not null)")
                .update();
        Clock clock = Clock.systemUTC();
        var redaction = new Redaction();
        var clients = new RealChannels(redaction, clock);
        List<NotifyChannel> channels = List.of(
                channel("ops", new Destination.Mattermost(clients.secret("OPS", arguments[1]))),
                channel("team", new Destination.Discord(clients.secret("TEAM", arguments[2]))));
        var rows = new OutboxRows(jdbc);
        var settings = new NotifyProperties(
                Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofDays(3), Duration.ofDays(30), null);
        var notices = new Notices(rows, cluster -> channels, redaction, clock);
        var sender = new OutboxSender(
                rows, new BoardRows(jdbc), new ChannelRows(jdbc), clients.client(), redaction, settings, clock);
        var schedule = new OutboxSchedule(rows, new MarkRows(jdbc), sender, cluster -> channels, settings, clock);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        int all = Integer.parseInt(arguments[3]);
        while (true) {
            transaction.executeWithoutResult(status -> write(jdbc, notices, clock, all));
            schedule.look();
            TimeUnit.MILLISECONDS.sleep(20);
            long counted = count(jdbc, "counted");
            long waiting = jdbc.sql("select count(*) from notification where state = 'pending'")
                    .query(Long.class)
                    .single();
            if (counted == all && waiting == 0) {
                Files.writeString(Path.of(arguments[4]), "done");
            }
        }
    }

    private static void write(JdbcClient jdbc, Notices notices, Clock clock, int all) {
        int next = (int) count(jdbc, "counted");
        if (next < all) {
            String recovery = "r-" + next % 2;
            jdbc.sql("insert into counted (recovery, number) values (?, ?)")
                    .params(recovery, next)
                    .update();
            notices.write(new Notice(
                    "homelab",
                    recovery,
                    Mode.LIVE,
                    Event.MILESTONE,
                    false,
                    clock.instant(),
                    "node-failure of wk-2 in homelab",
                    "number " + next + " end",
                    List.of(),
                    null));
        }
    }

    private static long count(JdbcClient jdbc, String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static NotifyChannel channel(String name, Destination destination) {
        return new NotifyChannel(name, destination, EnumSet.allOf(Event.class), false);
    }
}
