package dev.kaltstart.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * Gives an identity to alerts whose sender gives them none: from its first sign to its end, the same trouble of the same
 * object is one. What comes late, or again, belongs to the one that it was about and not to a new one.
 */
@Component
class Episodes {

    private static final int DIGITS = 16;

    private final Inbox inbox;
    private final Turns turns;

    Episodes(Inbox inbox, Turns turns) {
        this.inbox = inbox;
        this.turns = turns;
    }

    /** Inside of a transaction: two first signs at once are one trouble. */
    Alert identified(Alert alert, Target target) {
        if (!alert.fingerprint().isEmpty()) {
            return alert;
        }
        turns.take(target.cluster().name());
        String fingerprint = fingerprint(alert, target);
        Instant began = inbox.newest(alert.source(), fingerprint)
                .filter(known -> known.resolvedAt() == null || !alert.startsAt().isAfter(known.resolvedAt()))
                .map(InboxEntry::startsAt)
                .orElse(alert.startsAt());
        return alert.identified(fingerprint, began);
    }

    private static String fingerprint(Alert alert, Target target) {
        String told = String.join(
                "\n",
                target.cluster().name(),
                alert.label("alertname"),
                alert.label(InboxEntry.OBJECT),
                alert.label(InboxEntry.REASON));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
