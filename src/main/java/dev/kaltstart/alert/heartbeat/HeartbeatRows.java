package dev.kaltstart.alert.heartbeat;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.cluster.AlertNaming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One row for each cluster. The time is that of the arrival: what a sender writes about times does not count, and a storm
 * of heartbeats writes no more often than a single sender.
 */
@Component
public class HeartbeatRows implements Heartbeats {

    private static final String WATCHDOG = "Watchdog";
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Map<String, Instant> written = new HashMap<>();
    private final JdbcClient jdbc;
    private final AlertNaming.ByCluster naming;
    private final Clock clock;

    HeartbeatRows(JdbcClient jdbc, AlertNaming.ByCluster naming, Clock clock) {
        this.jdbc = jdbc;
        this.naming = naming;
        this.clock = clock;
    }

    /** Keeps the time when it is a heartbeat. */
    public void received(Alert alert, AlertTarget target) {
        String cluster = target.cluster().name();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (beats(alert, target) && due(cluster, now)) {
            keep(cluster, now);
        }
    }

    /** A resolved one says that the rule is gone; one without data says nothing. */
    private boolean beats(Alert alert, AlertTarget target) {
        return alert.firing()
                && alert.measured()
                && alert.source().monitoring()
                && !target.cluster().twinOnly()
                && WATCHDOG.equals(naming.naming(target.cluster().name()).known(alert.label("alertname")));
    }

    private synchronized boolean due(String cluster, Instant now) {
        Instant before = written.get(cluster);
        boolean due = before == null || now.isBefore(before) || !now.isBefore(before.plus(PAUSE));
        if (due) {
            written.put(cluster, now);
        }
        return due;
    }

    private void keep(String cluster, Instant now) {
        if (set("update heartbeat set arrived_at = :now where cluster = :cluster", cluster, now) == 0) {
            try {
                set("insert into heartbeat (cluster, arrived_at) values (:cluster, :now)", cluster, now);
            } catch (DuplicateKeyException raced) {
                // another Kaltstart on this database has just written the same
            }
        }
    }

    private int set(String statement, String cluster, Instant now) {
        return jdbc.sql(statement)
                .param("cluster", cluster)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public Optional<Instant> last(String cluster) {
        return jdbc.sql("select arrived_at from heartbeat where cluster = ?")
                .param(cluster)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
