package dev.kaltstart.alert;

import java.util.Locale;

/** Why an alert is not accepted. The words are all there is to say: nothing of the alert is repeated. */
enum Refusal {
    NOT_AN_ALERT("not an alert: it must be an object with status, labels, startsAt and fingerprint"),
    BAD_STATUS("unknown status: it must be firing or resolved"),
    BAD_FINGERPRINT("bad fingerprint: it must be 16 hexadecimal digits"),
    BAD_LABELS("bad labels: they must be an object of texts"),
    BAD_STARTS_AT("bad startsAt: it must be a time as RFC 3339 has it"),
    STARTS_IN_THE_FUTURE("bad startsAt: it lies more than 5 minutes in the future"),
    BAD_ENDS_AT("bad endsAt: it must be a time as RFC 3339 has it"),
    ENDS_BEFORE_IT_STARTS("bad endsAt: it lies before startsAt"),
    UNKNOWN_CLUSTER("unknown cluster: the label cluster names none of the configured ones"),
    NO_CLUSTER("no cluster named: with several configured, the label cluster must say which"),
    UNKNOWN_NODE("unknown node: the inventory of the cluster has no such name or address, or has it twice"),
    NO_NODE(
            "unknown node: this alert is about a node and does not say which, or says one that is not in the inventory");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** For the counter. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Refused refused() {
        return new Refused(this);
    }

    /** This alert is not accepted; the others that came with it may be. */
    static final class Refused extends RuntimeException {

        private final Refusal refusal;

        private Refused(Refusal refusal) {
            super(refusal.words());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
