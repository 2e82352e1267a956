package dev.kaltstart.notify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * A channel and its messages.
 *
 * @param type as in kaltstart.yaml
 * @param pending messages that wait
 * @param oldestPending since when the oldest of them waits
 * @param resumesAt until when the receiver asked for a pause
 * @param stoppedAt since when nothing is sent; null while it works
 * @param givenUp messages that were never delivered
 * @param lastProblem of a message that waits or was given up
 * @param lost the newest of those that were never delivered
 */
@NamedInterface("status")
public record ChannelState(
        String cluster,
        String name,
        String type,
        List<String> events,
        boolean rehearsals,
        @Nullable Instant lastSent,
        long pending,
        @Nullable Instant oldestPending,
        @Nullable Instant resumesAt,
        @Nullable Instant stoppedAt,
        @Nullable String stoppedBecause,
        long givenUp,
        @Nullable String lastProblem,
        List<LostMessage> lost) {

    public ChannelState {
        events = List.copyOf(events);
        lost = List.copyOf(lost);
    }

    /** A message that was never delivered. */
    @NamedInterface("status")
    public record LostMessage(
            Instant happenedAt, String title, @Nullable String problem) {}

    /** By the name of the cluster. */
    @FunctionalInterface
    @NamedInterface("status")
    public interface ByCluster {

        /** In the order of the configuration. */
        List<ChannelState> states(String cluster);
    }
}
