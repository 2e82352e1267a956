package dev.kaltstart.alert;

import java.time.Instant;
import java.util.Map;

/**
 * One alert as it was sent.
 *
 * @param fingerprint 16 hexadecimal digits in lower case: the same each time it fires; blank until it is known, see
 *     {@link Episodes}
 * @param startsAt since when it fires; {@link #UNSET} when the sender does not know
 * @param labels as sent: for looking up and for showing, never for anything else
 */
record Alert(Source source, String fingerprint, Instant startsAt, boolean firing, Map<String, String> labels) {

    /** The zero time of Go, in which Alertmanager says "not known". */
    static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    Alert {
        labels = Map.copyOf(labels);
    }

    boolean dated() {
        return !startsAt.equals(UNSET);
    }

    /** The same, with what it is told apart by. */
    Alert identified(String fingerprint, Instant startsAt) {
        return new Alert(source, fingerprint, startsAt, firing, labels);
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
