package dev.kaltstart.notify;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts messages into the outbox, in the transaction of the caller: both are committed, or neither. */
@Component
public class Notices {

    private static final int ABOUT = 400;
    private static final int HEADLINE = 600;
    private static final int LINE = 1000;
    private static final int DETAIL = 3900;

    private final OutboxRows rows;
    private final NotifyChannel.ByCluster channels;
    private final Redaction redaction;
    private final Clock clock;

    Notices(OutboxRows rows, NotifyChannel.ByCluster channels, Redaction redaction, Clock clock) {
        this.rows = rows;
        this.channels = channels;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** Whether some channel wants it; spares composing what goes nowhere. */
    public boolean wanted(String cluster, Event event, Mode mode) {
        return channels.channels(cluster).stream().anyMatch(channel -> channel.wants(event, mode));
    }

    /** For each channel of its cluster that wants it. */
    public void write(Notice notice) {
        channels.channels(notice.cluster()).stream()
                .filter(channel -> channel.wants(notice.event(), notice.mode()))
                .forEach(channel -> write(notice, channel));
    }

    private void write(Notice notice, NotifyChannel channel) {
        if (channel.destination() instanceof Destination.Discord && notice.recovery() != null) {
            rows.insert(row(notice, channel, true));
            if (!notice.calls()) {
                return;
            }
        }
        rows.insert(row(notice, channel, false));
    }

    /** A message that shows whether a channel works; no second one while the first waits. */
    void test(String cluster, NotifyChannel channel, String person) {
        if (rows.waits(cluster, channel.name(), OutboxRow.TEST)) {
            return;
        }
        rows.insert(new OutboxRow(
                UUID.randomUUID().toString(),
                cluster,
                channel.name(),
                null,
                OutboxRow.TEST,
                "",
                line("Test: Kaltstart reaches this channel of " + cluster, HEADLINE),
                line("Asked for by " + person, LINE),
                null,
                clock.instant(),
                clock.instant(),
                false));
    }

    private OutboxRow row(Notice notice, NotifyChannel channel, boolean board) {
        return new OutboxRow(
                UUID.randomUUID().toString(),
                notice.cluster(),
                channel.name(),
                notice.recovery(),
                notice.event().word(),
                line(mode(notice) + ": " + notice.about(), ABOUT),
                line(notice.headline(), HEADLINE),
                detail(notice.detail()),
                notice.link(),
                notice.happenedAt(),
                clock.instant(),
                board);
    }

    private static String mode(Notice notice) {
        String word = notice.mode().word();
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private String detail(List<String> lines) {
        String text = lines.stream()
                .flatMap(line -> Optional.of(line(line, LINE)).filter(one -> !one.isEmpty()).stream())
                .collect(Collectors.joining("\n"));
        return text.length() <= DETAIL ? text : text.substring(0, whole(text, DETAIL));
    }

    /** Redacted before it is cut, and on one line: half a secret, or one on two lines, would not be recognised. */
    private String line(String text, int longest) {
        String clean = redaction
                .clean(text)
                .codePoints()
                .map(character -> ControlCharacters.isHidden(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return clean.length() <= longest ? clean : clean.substring(0, whole(clean, longest - 1)) + "…";
    }

    private static int whole(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
