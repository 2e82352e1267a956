package dev.kaltstart.watchdog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When each cluster last answered, as a row: after a restart, a cluster that never answered still differs from one that did. */
@Component
class LifeSigns {

    private final JdbcClient jdbc;

    LifeSigns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    LastSigns last(String cluster) {
        return row(cluster).orElse(LastSigns.NONE);
    }

    void api(String cluster, Instant at) {
        keep(cluster, "api_at", at);
    }

    void talos(String cluster, Instant at) {
        keep(cluster, "talos_at", at);
    }

    private synchronized void keep(String cluster, String column, Instant at) {
        if (row(cluster).isEmpty()) {
            jdbc.sql("insert into life_sign (cluster) values (?)")
                    .param(cluster)
                    .update();
        }
        jdbc.sql("update life_sign set " + column + " = ? where cluster = ?")
                .params(at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC), cluster)
                .update();
    }

    private Optional<LastSigns> row(String cluster) {
        return jdbc.sql("select api_at, talos_at from life_sign where cluster = ?")
                .param(cluster)
                .query((row, number) -> new LastSigns(time(row, "api_at"), time(row, "talos_at")))
                .optional();
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
