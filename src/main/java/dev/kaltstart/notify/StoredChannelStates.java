package dev.kaltstart.notify;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.notify.OutboxRows.Lane;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class StoredChannelStates implements ChannelState.ByCluster {

    private final NotifyChannel.ByCluster channels;
    private final BacklogRows rows;
    private final ChannelRows states;

    StoredChannelStates(NotifyChannel.ByCluster channels, BacklogRows rows, ChannelRows states) {
        this.channels = channels;
        this.rows = rows;
        this.states = states;
    }

    @Override
    public List<ChannelState> states(String cluster) {
        return channels.channels(cluster).stream()
                .map(channel -> state(cluster, channel))
                .toList();
    }

    private ChannelState state(String cluster, NotifyChannel channel) {
        var lane = new Lane(cluster, channel.name());
        BacklogRows.Backlog backlog = rows.backlog(lane);
        ChannelRows.State state = states.find(lane).orElse(new ChannelRows.State(null, null, null, null));
        return new ChannelState(
                cluster,
                channel.name(),
                channel.destination().type(),
                channel.events().stream()
                        .sorted()
                        .map(NotifyChannel.Event::word)
                        .toList(),
                channel.rehearsals(),
                state.lastSentAt(),
                backlog.pending(),
                backlog.oldest(),
                state.resumeAt(),
                state.stoppedAt(),
                state.stoppedBecause(),
                backlog.givenUp(),
                rows.lastProblem(lane).orElse(null),
                rows.lost(lane));
    }
}
