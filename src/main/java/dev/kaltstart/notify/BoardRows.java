package dev.kaltstart.notify;

import dev.kaltstart.notify.OutboxRows.Lane;
import dev.kaltstart.notify.channel.OutgoingMessage.BoardLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one message about a recovery that is edited, in channels that can. */
@Component
class BoardRows {

    private static final int BOARD_LINES = 40;

    private final JdbcClient jdbc;

    BoardRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The receiver's id of the message that is edited; empty before it was sent. */
    Optional<String> board(Lane lane, String recovery) {
        return jdbc.sql("select remote from notification where state = 'sent' and board = true and remote is not null"
                        + " and cluster = ? and channel = ? and recovery = ? order by id desc fetch first 1 row only")
                .params(lane.cluster(), lane.channel(), recovery)
                .query(String.class)
                .optional();
    }

    void forgetBoard(Lane lane, String recovery) {
        jdbc.sql(
                        "update notification set remote = null where board = true and cluster = ? and channel = ? and recovery = ?")
                .params(lane.cluster(), lane.channel(), recovery)
                .update();
    }

    /** What the message that is edited says, up to this one; oldest first. */
    List<BoardLine> boardLines(Lane lane, String recovery, long until) {
        var lines = new ArrayList<>(jdbc.sql("select happened_at, headline from notification where board = true"
                        + " and cluster = ? and channel = ? and recovery = ? and id <= ? order by id desc"
                        + " fetch first " + BOARD_LINES + " rows only")
                .params(lane.cluster(), lane.channel(), recovery, until)
                .query((row, n) -> new BoardLine(OutboxRows.instant(row, "happened_at"), row.getString("headline")))
                .list());
        Collections.reverse(lines);
        return lines;
    }
}
