package dev.kaltstart.alert;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A lock per cluster, across all instances on one database: one alert at a time may start a recovery. */
@Component
class ClusterStartLock {

    private final JdbcClient database;
    private final Clock clock;

    ClusterStartLock(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Waits for the lock and holds it until the end of the transaction.
     *
     * @throws org.springframework.dao.DuplicateKeyException when two create the lock's row at once: retry
     */
    void take(String cluster) {
        if (set("update alert_turn set taken_at = :now where cluster = :cluster", cluster) == 0) {
            set("insert into alert_turn (cluster, taken_at) values (:cluster, :now)", cluster);
        }
    }

    private int set(String statement, String cluster) {
        return database.sql(statement)
                .param("cluster", cluster)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
