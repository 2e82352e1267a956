package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.Source;
import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Kaltstart's own sightings take the path of all alerts and are decided by the same table. */
@Component
class InboxSightings implements Sightings {

    private static final Logger log = LoggerFactory.getLogger(InboxSightings.class);
    private static final int LONGEST = 500;

    private final Inbox inbox;
    private final AlertDecider intake;
    private final Recoveries recoveries;
    private final Redaction redaction;
    private final Clock clock;

    InboxSightings(Inbox inbox, AlertDecider intake, Recoveries recoveries, Redaction redaction, Clock clock) {
        this.inbox = inbox;
        this.intake = intake;
        this.recoveries = recoveries;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public List<Open> open(String cluster) {
        return Stream.of(Source.KALTSTART, Source.FLUX)
                .flatMap(source -> inbox.open(source, cluster).stream())
                .map(this::open)
                .toList();
    }

    private Open open(InboxEntry entry) {
        return new Open(
                entry.source() == Source.KALTSTART,
                entry.decision() == Decision.ATTACHED && ended(entry.recovery()),
                entry.fingerprint(),
                entry.alertname(),
                entry.object(),
                entry.startsAt(),
                entry.lastReceived());
    }

    private boolean ended(@Nullable String recovery) {
        return recovery != null
                && recoveries.find(recovery).map(found -> found.state().ended()).orElse(false);
    }

    @Override
    public void began(String cluster, Sighting sighting) {
        Map<String, String> labels = Map.of(
                "alertname",
                sighting.name(),
                "severity",
                "warning",
                "cluster",
                cluster,
                InboxEntry.OBJECT,
                sighting.object(),
                InboxEntry.SAYS,
                ControlCharacters.text(redaction.clean(sighting.message()), LONGEST));
        // both databases store microseconds
        Instant since = sighting.since().truncatedTo(ChronoUnit.MICROS);
        AlertAnswer decided = intake.take(new Alert(Source.KALTSTART, "", since, true, labels));
        log.warn("{}: {}, {}", cluster, sighting.message(), decided.decision());
    }

    @Override
    public void over(String cluster, Open trouble) {
        Source source = trouble.own() ? Source.KALTSTART : Source.FLUX;
        Map<String, String> labels = Map.of("cluster", cluster);
        var alert = new Alert(source, trouble.fingerprint(), trouble.since(), false, labels);
        if (trouble.leftBehind()) {
            // without a note in the recovery's timeline: the problem is not resolved
            inbox.resolve(alert, clock.instant());
        } else {
            intake.take(alert);
            log.info("{}: {} of {} is over", cluster, trouble.name(), trouble.object());
        }
    }
}
