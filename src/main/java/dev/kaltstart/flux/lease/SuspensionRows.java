package dev.kaltstart.flux.lease;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.object.FluxId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of suspensions. */
@Component
public class SuspensionRows {

    private final JdbcClient jdbc;

    public SuspensionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Suspension suspension) {
        jdbc.sql("insert into suspension (id, recovery, cluster, mode, kind, namespace, name, reason, state, before,"
                        + " words, taken_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, suspension.id())
                .param(2, suspension.recovery())
                .param(3, suspension.cluster())
                .param(4, suspension.mode().word())
                .param(5, suspension.object().kind())
                .param(6, suspension.object().namespace())
                .param(7, suspension.object().name())
                .param(8, suspension.reason())
                .param(9, word(suspension.state()))
                .param(10, suspension.before())
                .param(11, suspension.message())
                .param(12, utc(suspension.takenAt()))
                .param(13, utc(suspension.expiresAt()))
                .update();
    }

    void told(String id, Suspension.State state) {
        jdbc.sql("update suspension set state = ? where id = ?")
                .params(word(state), id)
                .update();
    }

    void renew(String id, Instant until) {
        jdbc.sql("update suspension set expires_at = ? where id = ?")
                .params(utc(until), id)
                .update();
    }

    void end(String id, Suspension.State state, String message, Instant now) {
        jdbc.sql("update suspension set state = ?, words = ?, ended_at = ? where id = ?")
                .params(word(state), message, utc(now), id)
                .update();
    }

    public Optional<Suspension> findOpen(String recovery, FluxId object) {
        return jdbc.sql("select * from suspension where recovery = ? and kind = ? and namespace = ? and name = ?"
                        + " and ended_at is null")
                .params(recovery, object.kind(), object.namespace(), object.name())
                .query(SuspensionRows::row)
                .optional();
    }

    List<Suspension> of(String recovery) {
        return jdbc.sql("select * from suspension where recovery = ? order by taken_at, kind, namespace, name")
                .param(recovery)
                .query(SuspensionRows::row)
                .list();
    }

    /** Of all recoveries, those that nothing has become of yet. */
    List<Suspension> open() {
        return jdbc.sql("select * from suspension where ended_at is null order by taken_at, id")
                .query(SuspensionRows::row)
                .list();
    }

    private static Suspension row(ResultSet row, int number) throws SQLException {
        return new Suspension(
                row.getString("id"),
                row.getString("recovery"),
                row.getString("cluster"),
                Mode.of(row.getString("mode")),
                new FluxId(row.getString("kind"), row.getString("namespace"), row.getString("name")),
                row.getString("reason"),
                Suspension.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("before"),
                row.getString("words"),
                row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static String word(Suspension.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
