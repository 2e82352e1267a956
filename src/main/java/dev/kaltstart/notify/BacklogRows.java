package dev.kaltstart.notify;

import dev.kaltstart.notify.ChannelState.LostMessage;
import dev.kaltstart.notify.OutboxRows.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What waits for a channel, and what never arrived. */
@Component
class BacklogRows {

    private final JdbcClient jdbc;

    BacklogRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The figures of a channel. */
    Backlog backlog(Lane lane) {
        return jdbc.sql("select count(case when state = 'pending' then 1 end) as pending,"
                        + " min(case when state = 'pending' then written_at end) as oldest,"
                        + " count(case when state = 'given-up' then 1 end) as given_up"
                        + " from notification where cluster = ? and channel = ?")
                .params(lane.cluster(), lane.channel())
                .query((row, n) -> new Backlog(
                        row.getLong("pending"), OutboxRows.optional(row, "oldest"), row.getLong("given_up")))
                .single();
    }

    /** What went wrong last with a message that waits or was given up. */
    Optional<String> lastProblem(Lane lane) {
        return jdbc.sql("select problem from notification where problem is not null and cluster = ? and channel = ?"
                        + " order by id desc fetch first 1 row only")
                .params(lane.cluster(), lane.channel())
                .query(String.class)
                .optional();
    }

    /** The newest that were given up. */
    List<LostMessage> lost(Lane lane) {
        return jdbc.sql("select happened_at, about, headline, problem from notification where state = 'given-up'"
                        + " and cluster = ? and channel = ? order by id desc fetch first 10 rows only")
                .params(lane.cluster(), lane.channel())
                .query((row, n) -> new LostMessage(
                        OutboxRows.instant(row, "happened_at"),
                        row.getString("about") + ": " + row.getString("headline"),
                        row.getString("problem")))
                .list();
    }

    /** @param oldest since when the oldest message waits */
    record Backlog(long pending, @Nullable Instant oldest, long givenUp) {}
}
