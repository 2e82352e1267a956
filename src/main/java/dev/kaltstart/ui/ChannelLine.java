package dev.kaltstart.ui;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.notify.ChannelState;

/**
 * One channel for messages.
 *
 * @param sign colour alone is not readable for all users
 * @param style name of the class in the style sheet
 */
record ChannelLine(String name, String type, String sign, String state, String style, String remark) {

    static ChannelLine of(ChannelState channel) {
        if (channel.stoppedAt() != null) {
            return line(
                    channel,
                    "✗",
                    "stopped",
                    "failed",
                    "since " + TimeFormat.minute(channel.stoppedAt()) + ": "
                            + TimeFormat.or(channel.stoppedBecause(), "no reason is known"));
        }
        if (channel.oldestPending() != null) {
            return line(
                    channel,
                    "?",
                    CountedNoun.of(channel.pending(), "message") + " waiting",
                    "waiting",
                    "since " + TimeFormat.minute(channel.oldestPending())
                            + (channel.lastProblem() == null ? "" : ": " + channel.lastProblem()));
        }
        return line(
                channel,
                "✓",
                "nothing waits",
                "recovered",
                channel.lastSent() == null
                        ? "nothing was sent yet"
                        : "last sent " + TimeFormat.minute(channel.lastSent()));
    }

    private static ChannelLine line(ChannelState channel, String sign, String state, String style, String remark) {
        String lost =
                channel.givenUp() == 0 ? "" : "; " + CountedNoun.of(channel.givenUp(), "message") + " never delivered";
        return new ChannelLine(channel.name(), channel.type(), sign, state, style, remark + lost);
    }
}
