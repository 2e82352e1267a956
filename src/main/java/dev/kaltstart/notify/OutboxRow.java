package dev.kaltstart.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new message in the outbox, for one channel. Texts have no secrets and no control characters but the ends of the lines
 * of the detail.
 *
 * @param message what a receiver tells a duplicate by
 * @param event the word for what it is about
 * @param board goes into the one message of the recovery, which is edited
 */
record OutboxRow(
        String message,
        String cluster,
        String channel,
        @Nullable String recovery,
        String event,
        String about,
        String headline,
        String detail,
        @Nullable String link,
        Instant happenedAt,
        Instant writtenAt,
        boolean board) {

    /** The event of a message that a person sends to see whether a channel works. */
    static final String TEST = "test";
}
