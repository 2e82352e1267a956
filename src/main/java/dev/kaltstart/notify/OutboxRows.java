package dev.kaltstart.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The messages in the outbox. */
@Component
class OutboxRows {

    private static final int PROBLEM = 500;

    private final JdbcClient jdbc;

    OutboxRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(OutboxRow row) {
        jdbc.sql("insert into notification (message, cluster, channel, recovery, event, about, headline, detail, link,"
                        + " happened_at, written_at, board, state, attempts, unsure, shortened, next_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, false, false, ?)")
                .param(1, row.message())
                .param(2, row.cluster())
                .param(3, row.channel())
                .param(4, row.recovery())
                .param(5, row.event())
                .param(6, row.about())
                .param(7, row.headline())
                .param(8, row.detail())
                .param(9, row.link())
                .param(10, utc(row.happenedAt()))
                .param(11, utc(row.writtenAt()))
                .param(12, row.board())
                .param(13, utc(row.writtenAt()))
                .update();
    }

    /** Whether a message about such an event waits. */
    boolean waits(String cluster, String channel, String event) {
        return jdbc.sql("select count(*) from notification where state = 'pending' and cluster = ? and channel = ?"
                                + " and event = ?")
                        .params(cluster, channel, event)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether this was said about a recovery before. */
    boolean said(String recovery, String event, String headline) {
        return jdbc.sql("select count(*) from notification where recovery = ? and event = ? and headline = ?")
                        .params(recovery, event, headline)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Where something is due. */
    List<Lane> due(Instant now) {
        return jdbc.sql("select distinct cluster, channel from notification where state = 'pending' and next_at <= ?")
                .param(utc(now))
                .query((row, n) -> new Lane(row.getString("cluster"), row.getString("channel")))
                .list();
    }

    /** The oldest that is due, unless an older one of its recovery still waits. */
    Optional<PendingMessage> next(Lane lane, Instant now) {
        return jdbc.sql("select * from notification n where state = 'pending' and cluster = ? and channel = ?"
                        + " and next_at <= ? and not exists (select 1 from notification e where e.state = 'pending'"
                        + " and e.cluster = n.cluster and e.channel = n.channel and e.recovery = n.recovery"
                        + " and e.id < n.id) order by id fetch first 1 row only")
                .params(lane.cluster(), lane.channel(), utc(now))
                .query(OutboxRows::pending)
                .optional();
    }

    /** Committed before the attempt: after a crash its result is not known. */
    void begin(long id) {
        jdbc.sql("update notification set attempts = attempts + 1, unsure = true where id = ? and state = 'pending'")
                .param(id)
                .update();
    }

    void sent(long id, @Nullable String remote, Instant at) {
        jdbc.sql("update notification set state = 'sent', ended_at = ?, remote = ?, problem = null where id = ?")
                .param(1, utc(at))
                .param(2, remote)
                .param(3, id)
                .update();
    }

    void again(long id, Instant at, boolean unsure, @Nullable String problem) {
        jdbc.sql("update notification set next_at = ?, unsure = ?, problem = coalesce(?, problem)"
                        + " where id = ? and state = 'pending'")
                .param(1, utc(at))
                .param(2, unsure)
                .param(3, cut(problem), Types.VARCHAR)
                .param(4, id)
                .update();
    }

    void shorten(long id, boolean unsure, String problem) {
        jdbc.sql("update notification set shortened = true, unsure = ?, problem = ? where id = ?")
                .params(unsure, cut(problem), id)
                .update();
    }

    void giveUp(long id, String problem, Instant at) {
        jdbc.sql("update notification set state = 'given-up', ended_at = ?, problem = ? where id = ?")
                .params(utc(at), cut(problem), id)
                .update();
    }

    /** What has waited for too long, by channel. */
    List<GivenUp> giveUpBefore(Instant written, Instant at) {
        List<GivenUp> old = jdbc.sql("select cluster, channel, count(*) as messages from notification"
                        + " where state = 'pending' and written_at < ? group by cluster, channel")
                .param(utc(written))
                .query((row, n) -> new GivenUp(
                        new Lane(row.getString("cluster"), row.getString("channel")), row.getLong("messages")))
                .list();
        if (!old.isEmpty()) {
            jdbc.sql(
                            "update notification set state = 'given-up', ended_at = ?,"
                                    + " problem = coalesce(problem, 'it was never tried') where state = 'pending' and written_at < ?")
                    .params(utc(at), utc(written))
                    .update();
        }
        return old;
    }

    void forgetBefore(Instant ended) {
        jdbc.sql("delete from notification where state <> 'pending' and ended_at < ?")
                .param(utc(ended))
                .update();
    }

    /** After a person has corrected the channel. */
    void dueNow(Lane lane, Instant now) {
        jdbc.sql("update notification set next_at = ? where state = 'pending' and cluster = ? and channel = ?")
                .params(utc(now), lane.cluster(), lane.channel())
                .update();
    }

    private static PendingMessage pending(ResultSet row, int number) throws SQLException {
        return new PendingMessage(
                row.getLong("id"),
                new OutboxRow(
                        row.getString("message"),
                        row.getString("cluster"),
                        row.getString("channel"),
                        row.getString("recovery"),
                        row.getString("event"),
                        row.getString("about"),
                        row.getString("headline"),
                        row.getString("detail"),
                        row.getString("link"),
                        instant(row, "happened_at"),
                        instant(row, "written_at"),
                        row.getBoolean("board")),
                row.getInt("attempts"),
                row.getBoolean("unsure"),
                row.getBoolean("shortened"),
                row.getString("problem"));
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= PROBLEM ? text : text.substring(0, PROBLEM);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A channel of a cluster. */
    record Lane(String cluster, String channel) {}

    record GivenUp(Lane lane, long messages) {}
}
