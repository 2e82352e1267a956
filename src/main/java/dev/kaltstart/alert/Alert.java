package dev.kaltstart.alert;

import java.time.Instant;
import java.util.Map;

/**
 * One alert as received.
 *
 * @param fingerprint 16 lower-case hexadecimal digits, the same each time the alert fires; blank until it is computed,
 *     see {@link AlertFingerprints}
 * @param startsAt start of the firing; {@link #UNSET} when the sender does not know it
 * @param labels as sent: only for lookups and display
 */
record Alert(Source source, String fingerprint, Instant startsAt, boolean firing, Map<String, String> labels) {

    /** Go's zero time, which Alertmanager sends for an unknown time. */
    static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    Alert {
        labels = Map.copyOf(labels);
    }

    boolean dated() {
        return !startsAt.equals(UNSET);
    }

    /** A copy with this identity. */
    Alert identified(String fingerprint, Instant startsAt) {
        return new Alert(source, fingerprint, startsAt, firing, labels);
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
