package dev.kaltstart.notify.channel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it leaves, without secrets. Its texts hold what tools, alerts and people wrote: each channel makes them
 * harmless in its own language.
 *
 * @param id the same in each attempt
 * @param event the word for what it is about
 * @param about mode, scenario, subject and cluster
 * @param detail lines
 * @param link an address of Kaltstart's own; null where people have to know it
 * @param path the same without the host
 * @param again an earlier attempt may have arrived
 * @param shortened it was refused in its full length
 * @param edits the receiver's id of the message that this one replaces
 * @param board what was said about the recovery until now, oldest first, for the one message that is edited; else empty
 */
public record OutgoingMessage(
        String id,
        String cluster,
        @Nullable String recovery,
        String event,
        String about,
        String headline,
        List<String> detail,
        @Nullable String link,
        @Nullable String path,
        Instant happenedAt,
        boolean again,
        boolean shortened,
        @Nullable String edits,
        List<BoardLine> board) {

    public OutgoingMessage {
        detail = List.copyOf(detail);
        board = List.copyOf(board);
    }

    public String title() {
        return about.isEmpty() ? headline : about + ": " + headline;
    }

    /** One line of the message that is edited. */
    public record BoardLine(Instant at, String headline) {}
}
