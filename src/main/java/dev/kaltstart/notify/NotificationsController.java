package dev.kaltstart.notify;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.notify.OutboxRows.Lane;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NotificationsController {

    private final Clusters clusters;
    private final NotifyChannel.ByCluster channels;
    private final ChannelState.ByCluster states;
    private final ChannelRows rows;
    private final OutboxRows outbox;
    private final Notices notices;
    private final Clock clock;

    NotificationsController(
            Clusters clusters,
            NotifyChannel.ByCluster channels,
            ChannelState.ByCluster states,
            ChannelRows rows,
            OutboxRows outbox,
            Notices notices,
            Clock clock) {
        this.clusters = clusters;
        this.channels = channels;
        this.states = states;
        this.rows = rows;
        this.outbox = outbox;
        this.notices = notices;
        this.clock = clock;
    }

    @Operation(
            summary = "The channels for messages, and what waits for them",
            description =
                    "For each channel of each cluster: when it last took a message, how many wait and since when, why"
                            + " nothing is sent any more, and what was given up. Addresses are never shown.")
    @GetMapping("/api/notifications")
    States notifications() {
        return new States(clusters.all().stream()
                .flatMap(cluster -> states.states(cluster.name()).stream())
                .toList());
    }

    @Operation(
            summary = "Send a test message to each channel of a cluster",
            description = "Also starts a channel again that has stopped, with everything that waits for it.")
    @PostMapping("/api/clusters/{name}/notifications/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Tested test(@PathVariable String name, Principal person) {
        var cluster = clusters.find(name)
                .map(Clusters.Protected::name)
                .orElseThrow(() -> Problem.notFound("There is no cluster of this name."));
        List<NotifyChannel> configured = channels.channels(cluster);
        if (configured.isEmpty()) {
            throw Problem.invalid("This cluster has no channel: add one under 'notify' in kaltstart.yaml.");
        }
        configured.forEach(channel -> {
            var lane = new Lane(cluster, channel.name());
            rows.add(lane);
            notices.test(cluster, channel, person.getName());
            rows.start(lane);
            outbox.dueNow(lane, clock.instant());
        });
        return new Tested(configured.stream().map(NotifyChannel::name).toList());
    }

    record States(List<ChannelState> channels) {}

    /** @param channels that the message is on its way to */
    record Tested(List<String> channels) {}
}
