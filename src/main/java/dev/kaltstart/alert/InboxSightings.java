package dev.kaltstart.alert;

import dev.kaltstart.api.Visible;
import dev.kaltstart.shell.Redaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** They go where all alerts go, and are decided on by the same table. */
@Component
class InboxSightings implements Sightings {

    private static final Logger log = LoggerFactory.getLogger(InboxSightings.class);
    private static final int LONGEST = 500;

    private final Inbox inbox;
    private final Intake intake;
    private final Redaction redaction;

    InboxSightings(Inbox inbox, Intake intake, Redaction redaction) {
        this.inbox = inbox;
        this.intake = intake;
        this.redaction = redaction;
    }

    @Override
    public List<Open> open(String cluster) {
        return Stream.of(Source.KALTSTART, Source.FLUX)
                .flatMap(source -> inbox.open(source, cluster).stream())
                .map(entry -> new Open(
                        entry.source() == Source.KALTSTART,
                        entry.fingerprint(),
                        entry.alertname(),
                        entry.object(),
                        entry.startsAt(),
                        entry.lastReceived()))
                .toList();
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
                Visible.text(redaction.clean(sighting.words()), LONGEST));
        // to the microsecond, which is what both databases keep
        Instant since = sighting.since().truncatedTo(ChronoUnit.MICROS);
        Decided decided = intake.take(new Alert(Source.KALTSTART, "", since, true, labels));
        log.warn("{}: {}, {}", cluster, sighting.words(), decided.decision());
    }

    @Override
    public void over(String cluster, Open trouble) {
        Source source = trouble.own() ? Source.KALTSTART : Source.FLUX;
        Map<String, String> labels = Map.of("cluster", cluster);
        intake.take(new Alert(source, trouble.fingerprint(), trouble.since(), false, labels));
        log.info("{}: {} of {} is over", cluster, trouble.name(), trouble.object());
    }
}
