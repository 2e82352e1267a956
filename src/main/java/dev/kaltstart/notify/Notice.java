package dev.kaltstart.notify;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel.Event;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell the people of a cluster. Its texts may hold what tools, alerts and people wrote; secrets are taken out
 * when it is written, and each channel makes it harmless.
 *
 * @param recovery null for what belongs to none
 * @param calls it has to be noticed now, and is not only added to what was said before
 * @param about what it is about, in a few words; the mode is added
 * @param detail lines
 * @param link path on Kaltstart's pages; null for none
 */
public record Notice(
        String cluster,
        @Nullable String recovery,
        Mode mode,
        Event event,
        boolean calls,
        Instant happenedAt,
        String about,
        String headline,
        List<String> detail,
        @Nullable String link) {

    public Notice {
        detail = List.copyOf(detail);
    }
}
