package dev.kaltstart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * In which zone the engine's times were written. Versions that took the zone of the host left no word of it, but each
 * recovery was written down twice in one moment: by Kaltstart as an instant, and by the engine as local time.
 */
final class DatabaseZone {

    private static final Duration NEAR = Duration.ofMinutes(5);
    private static final String UTC = "UTC";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EngineTimes times;
    private final ZoneId host;

    /** @param host the zone that this process was started in */
    DatabaseZone(DataSource source, ZoneId host) {
        this.jdbc = JdbcClient.create(source);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.times = new EngineTimes(jdbc);
        this.host = host;
    }

    /**
     * Remembers that the times are UTC.
     *
     * @param writtenIn the zone in which an earlier version wrote; empty when it is not configured
     * @throws Foreign when they are not, and nothing was said that fits
     */
    void require(String writtenIn) {
        Optional<String> zone =
                jdbc.sql("select zone from database_zone").query(String.class).optional();
        if (zone.isPresent()) {
            if (!zone.get().equals(UTC)) {
                throw new Foreign("The times in the database are those of the zone " + zone.get() + ".", host);
            }
            return;
        }
        List<Twice> foreign = times.exist() ? foreign() : List.of();
        try {
            transaction.executeWithoutResult(status -> {
                jdbc.sql("insert into database_zone (zone, since) values (?, current_timestamp)")
                        .param(UTC)
                        .update();
                if (!foreign.isEmpty()) {
                    move(foreign, writtenIn);
                }
            });
        } catch (DuplicateKeyException e) {
            // another instance on the same database was faster, and has moved them
        }
    }

    private List<Twice> foreign() {
        return jdbc
                .sql("select r.id, r.created_at, p.start_time_ from recovery r"
                        + " join act_hi_procinst p on p.business_key_ = r.id and p.super_process_instance_id_ is null"
                        + " order by r.created_at desc")
                .query((row, n) -> new Twice(
                        row.getString("id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("start_time_", LocalDateTime.class)))
                .list()
                .stream()
                .filter(twice -> !twice.fits(ZoneOffset.UTC))
                .toList();
    }

    private void move(List<Twice> foreign, String writtenIn) {
        if (writtenIn.isEmpty()) {
            boolean fits = foreign.stream().allMatch(twice -> twice.fits(host));
            throw new Foreign(
                    "The engine's times in the database were written in another time zone than UTC: "
                            + foreign.get(0).difference() + " in "
                            + foreign.get(0).recovery(),
                    fits ? host : ZoneOffset.UTC);
        }
        ZoneId zone = ZoneId.of(writtenIn);
        foreign.stream().filter(twice -> !twice.fits(zone)).findFirst().ifPresent(other -> {
            throw new Foreign(
                    "The engine's times in the database were not written in " + zone + ": " + other.difference()
                            + " in " + other.recovery(),
                    ZoneOffset.UTC);
        });
        times.toUtc(zone);
    }

    /** One moment, as it was written down twice. */
    private record Twice(String recovery, Instant at, LocalDateTime local) {

        boolean fits(ZoneId zone) {
            return Duration.between(at, local.atZone(zone).toInstant()).abs().compareTo(NEAR) < 0;
        }

        String difference() {
            Duration ahead = Duration.between(at, local.toInstant(ZoneOffset.UTC));
            long minutes = Math.round(ahead.toSeconds() / 900.0) * 15;
            return "%d:%02d hours %s UTC"
                    .formatted(Math.abs(minutes) / 60, Math.abs(minutes) % 60, minutes < 0 ? "behind" : "ahead of");
        }
    }

    /** The times are of another zone. */
    static final class Foreign extends RuntimeException {

        private final ZoneId probably;

        Foreign(String message, ZoneId probably) {
            super(message);
            this.probably = probably;
        }

        String action() {
            boolean known = !probably.equals(ZoneOffset.UTC);
            return "Nothing was changed. Copy the database, then start once with KALTSTART_DATABASE_ZONE="
                    + (known ? probably.getId() : "Area/City")
                    + ", the zone in which Kaltstart ran until now" + (known ? " as it seems" : "")
                    + ": every time of the engine is moved to UTC. Without it, steps would be suspended for those hours.";
        }
    }
}
