package dev.kaltstart.notify;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.notify.OutboxRows.Lane;
import dev.kaltstart.notify.channel.ChannelClient;
import dev.kaltstart.notify.channel.Delivery;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Postponed;
import dev.kaltstart.notify.channel.Delivery.Refused;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import dev.kaltstart.notify.channel.OutgoingMessage;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends the messages of one channel one after the other. Each is sent at least once, and again only when the result of an
 * attempt is not known, which it then says.
 */
@Component
class OutboxSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration SHORTEST_POSTPONEMENT = Duration.ofMillis(100);
    private static final int DOUBLINGS = 8;

    private final ExecutorService attempts = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "notify-attempt");
        thread.setDaemon(true);
        return thread;
    });

    /** Of this Kaltstart, until it ends. */
    private final String owner = UUID.randomUUID().toString();

    private final OutboxRows rows;
    private final BoardRows boards;
    private final ChannelRows channels;
    private final ChannelClient client;
    private final Redaction redaction;
    private final NotifyProperties properties;
    private final Clock clock;

    OutboxSender(
            OutboxRows rows,
            BoardRows boards,
            ChannelRows channels,
            ChannelClient client,
            Redaction redaction,
            NotifyProperties properties,
            Clock clock) {
        this.rows = rows;
        this.boards = boards;
        this.channels = channels;
        this.client = client;
        this.redaction = redaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** @return whether the next message can be tried at once */
    boolean sendNext(Lane lane, NotifyChannel channel) throws InterruptedException {
        channels.add(lane);
        Instant now = clock.instant();
        if (!channels.claim(lane, owner, now, now.plus(properties.claim()))) {
            return false;
        }
        Optional<PendingMessage> next = rows.next(lane, now);
        boolean goesOn = next.isPresent() && attempt(lane, channel, next.get());
        if (!goesOn) {
            channels.release(lane, owner);
        }
        return goesOn;
    }

    private boolean attempt(Lane lane, NotifyChannel channel, PendingMessage message) throws InterruptedException {
        OutgoingMessage outgoing = outgoing(lane, message);
        rows.begin(message.id());
        Delivery delivery = limited(channel, outgoing);
        Instant now = clock.instant();
        if (delivery instanceof Delivered delivered) {
            rows.sent(message.id(), delivered.remote(), now);
            boolean pauses = !delivered.pause().isZero();
            channels.sent(lane, now, pauses ? now.plus(delivered.pause()) : null);
            return !pauses;
        }
        if (delivery instanceof Postponed postponed) {
            Instant resume = now.plus(longer(postponed.pause(), SHORTEST_POSTPONEMENT));
            channels.pause(lane, resume);
            rows.again(message.id(), resume, message.unsure(), null);
            return false;
        }
        if (delivery instanceof Gone gone) {
            LOG.warn("the channel {} of {} is stopped: {}", lane.channel(), lane.cluster(), gone.reason());
            channels.stop(lane, now, gone.reason());
            rows.again(message.id(), now, message.unsure(), gone.reason());
            return false;
        }
        if (delivery instanceof Refused refused) {
            refused(lane, message, refused.reason(), now);
            return true;
        }
        if (delivery instanceof Delivery.Unknown && message.row().recovery() != null) {
            boards.forgetBoard(lane, message.row().recovery());
            rows.again(message.id(), now, message.unsure(), null);
            return true;
        }
        failed(lane, message, delivery, now);
        return false;
    }

    /** Once more without its detail; then never again. */
    private void refused(Lane lane, PendingMessage message, String reason, Instant now) {
        if (message.shortened()) {
            LOG.warn("a message to {} of {} is given up: {}", lane.channel(), lane.cluster(), reason);
            rows.giveUp(message.id(), reason, now);
        } else {
            rows.shorten(message.id(), message.unsure(), reason);
        }
    }

    private void failed(Lane lane, PendingMessage message, Delivery delivery, Instant now) {
        var undelivered = delivery instanceof Undelivered one
                ? one
                : new Undelivered("the message to edit is not there", false, Duration.ZERO);
        Duration pause = longer(backOff(message.attempts() + 1), undelivered.pause());
        if (message.attempts() == 0) {
            LOG.info("{} of {} did not take a message: {}", lane.channel(), lane.cluster(), undelivered.reason());
        }
        rows.again(
                message.id(),
                now.plus(pause),
                message.unsure() || undelivered.unsure(),
                redaction.clean(undelivered.reason()));
    }

    /** @param attempts at least 1 */
    static Duration backOff(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, attempts - 1));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** On a thread of its own: a receiver that never ends its answer must not hold the channel for longer than this. */
    private Delivery limited(NotifyChannel channel, OutgoingMessage message) throws InterruptedException {
        Future<Delivery> attempt = attempts.submit(() -> client.send(channel.destination(), message));
        try {
            return attempt.get(properties.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Undelivered(
                    "no answer within " + properties.limit().toSeconds() + " seconds", true, Duration.ZERO);
        } catch (ExecutionException e) {
            LOG.warn(
                    "the channel {} failed: {}",
                    channel.name(),
                    redaction.clean(String.valueOf(e.getCause())),
                    e.getCause());
            return new Undelivered("Kaltstart failed to send it: see its log", true, Duration.ZERO);
        } finally {
            attempt.cancel(true);
        }
    }

    private OutgoingMessage outgoing(Lane lane, PendingMessage pending) {
        OutboxRow row = pending.row();
        String recovery = row.board() ? row.recovery() : null;
        String edits = recovery == null ? null : boards.board(lane, recovery).orElse(null);
        return new OutgoingMessage(
                row.message(),
                row.cluster(),
                row.recovery(),
                row.event(),
                redaction.clean(row.about()),
                redaction.clean(row.headline()),
                redaction.clean(row.detail()).lines().toList(),
                row.link() == null || properties.links() == null ? null : properties.links() + row.link(),
                row.link(),
                row.happenedAt(),
                // to edit twice is to edit once
                pending.unsure() && edits == null,
                pending.shortened(),
                edits,
                recovery == null ? List.of() : board(lane, recovery, pending.id()));
    }

    private List<OutgoingMessage.BoardLine> board(Lane lane, String recovery, long until) {
        return boards.boardLines(lane, recovery, until).stream()
                .map(line -> new OutgoingMessage.BoardLine(line.at(), redaction.clean(line.headline())))
                .toList();
    }

    @Override
    public void close() {
        attempts.shutdownNow();
    }
}
