package dev.kaltstart.notify;

import dev.kaltstart.notify.OutboxRows.Lane;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The state of channels: who sends, until when a receiver asked for a pause, why nothing is sent any more. */
@Component
class ChannelRows {

    private static final int REASON = 500;

    private final JdbcClient jdbc;

    ChannelRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Not in the transaction of a recovery: two that insert the same row must not fail it. */
    void add(Lane lane) {
        try {
            if (find(lane).isEmpty()) {
                jdbc.sql("insert into notification_channel (cluster, channel) values (?, ?)")
                        .params(lane.cluster(), lane.channel())
                        .update();
            }
        } catch (DuplicateKeyException e) {
            // another Kaltstart was faster
        }
    }

    /** @return false when another sender has it, it has stopped, or its receiver asked for a pause */
    boolean claim(Lane lane, String owner, Instant now, Instant until) {
        return jdbc.sql(
                                "update notification_channel set claimed_by = ?, claimed_until = ? where cluster = ? and channel = ?"
                                        + " and stopped_at is null and (resume_at is null or resume_at <= ?)"
                                        + " and (claimed_until is null or claimed_until <= ? or claimed_by = ?)")
                        .params(
                                owner,
                                OutboxRows.utc(until),
                                lane.cluster(),
                                lane.channel(),
                                OutboxRows.utc(now),
                                OutboxRows.utc(now),
                                owner)
                        .update()
                > 0;
    }

    void release(Lane lane, String owner) {
        jdbc.sql("update notification_channel set claimed_by = null, claimed_until = null"
                        + " where cluster = ? and channel = ? and claimed_by = ?")
                .params(lane.cluster(), lane.channel(), owner)
                .update();
    }

    void sent(Lane lane, Instant at, @Nullable Instant resume) {
        jdbc.sql("update notification_channel set last_sent_at = ?, resume_at = ? where cluster = ? and channel = ?")
                .param(1, OutboxRows.utc(at))
                .param(2, resume == null ? null : OutboxRows.utc(resume), Types.TIMESTAMP_WITH_TIMEZONE)
                .param(3, lane.cluster())
                .param(4, lane.channel())
                .update();
    }

    void pause(Lane lane, Instant until) {
        jdbc.sql("update notification_channel set resume_at = ? where cluster = ? and channel = ?")
                .params(OutboxRows.utc(until), lane.cluster(), lane.channel())
                .update();
    }

    void stop(Lane lane, Instant at, String reason) {
        jdbc.sql(
                        "update notification_channel set stopped_at = ?, stopped_because = ? where cluster = ? and channel = ?")
                .params(
                        OutboxRows.utc(at),
                        reason.length() <= REASON ? reason : reason.substring(0, REASON),
                        lane.cluster(),
                        lane.channel())
                .update();
    }

    /** A person has corrected it. */
    void start(Lane lane) {
        jdbc.sql("update notification_channel set stopped_at = null, stopped_because = null, resume_at = null"
                        + " where cluster = ? and channel = ?")
                .params(lane.cluster(), lane.channel())
                .update();
    }

    Optional<State> find(Lane lane) {
        return jdbc.sql("select last_sent_at, resume_at, stopped_at, stopped_because from notification_channel"
                        + " where cluster = ? and channel = ?")
                .params(lane.cluster(), lane.channel())
                .query((row, n) -> new State(
                        OutboxRows.optional(row, "last_sent_at"),
                        OutboxRows.optional(row, "resume_at"),
                        OutboxRows.optional(row, "stopped_at"),
                        row.getString("stopped_because")))
                .optional();
    }

    /**
     * @param resumeAt until when the receiver asked for a pause
     * @param stoppedAt since when nothing is sent
     */
    record State(
            @Nullable Instant lastSentAt,
            @Nullable Instant resumeAt,
            @Nullable Instant stoppedAt,
            @Nullable String stoppedBecause) {}
}
