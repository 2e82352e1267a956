package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * Gives an identity to alerts whose sender gives none: all signs of one problem of one object, from the first to its
 * end, are one alert. Late and repeated events belong to that alert and do not open a new one.
 */
@Component
class AlertFingerprints {

    private static final int DIGITS = 16;

    private final Inbox inbox;
    private final ClusterStartLock turns;

    AlertFingerprints(Inbox inbox, ClusterStartLock turns) {
        this.inbox = inbox;
        this.turns = turns;
    }

    /** Within a transaction: two simultaneous first signs are one problem. */
    Alert identified(Alert alert, AlertTarget target) {
        if (!alert.fingerprint().isEmpty()) {
            return alert;
        }
        turns.take(target.cluster().name());
        String fingerprint = fingerprint(alert, target);
        Instant began = inbox.newest(alert.source(), fingerprint)
                .map(known -> began(alert, known))
                .orElse(alert.startsAt());
        return alert.identified(fingerprint, began);
    }

    private static Instant began(Alert alert, InboxEntry known) {
        Instant over = known.resolvedAt();
        if (over == null) {
            return known.startsAt();
        }
        if (alert.startsAt().isAfter(over)) {
            return alert.startsAt();
        }
        // Kaltstart's own sighting is current; other senders' events may have been delayed
        return alert.source() == Source.KALTSTART ? over.plus(1, ChronoUnit.MICROS) : known.startsAt();
    }

    private static String fingerprint(Alert alert, AlertTarget target) {
        String parts = String.join(
                "\n",
                target.cluster().name(),
                alert.label("alertname"),
                alert.label(InboxEntry.OBJECT),
                alert.label(InboxEntry.REASON));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
