package dev.kaltstart.alert.payload;

import java.time.Instant;
import java.util.Map;

/**
 * One alert as received.
 *
 * @param fingerprint 16 lower-case hexadecimal digits, the same each time the alert fires; blank until it is computed
 * @param startsAt start of the firing; {@link #UNSET} when the sender does not know it
 * @param labels as sent: only for lookups and display
 * @param measured false when the monitoring had no data or could not ask for it, so that nothing is known about the
 *     object
 */
public record Alert(
        Source source,
        String fingerprint,
        Instant startsAt,
        boolean firing,
        Map<String, String> labels,
        boolean measured) {

    /** Go's zero time, which Alertmanager sends for an unknown time. */
    public static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    public Alert {
        labels = Map.copyOf(labels);
    }

    public Alert(Source source, String fingerprint, Instant startsAt, boolean firing, Map<String, String> labels) {
        this(source, fingerprint, startsAt, firing, labels, true);
    }

    public boolean dated() {
        return !startsAt.equals(UNSET);
    }

    /** A copy with this identity. */
    public Alert identified(String fingerprint, Instant startsAt) {
        return new Alert(source, fingerprint, startsAt, firing, labels, measured);
    }

    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    public boolean has(String name) {
        return labels.containsKey(name);
    }
}
