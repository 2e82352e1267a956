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
    BAD_OBJECT("bad involvedObject: it must have kind, namespace and name as Kubernetes has them"),
    BAD_SEVERITY("bad severity: it must be trace, info or error"),
    BAD_TIMESTAMP("bad timestamp: it must be a time as RFC 3339 has it"),
    EVENT_IN_THE_FUTURE("bad timestamp: it lies more than 5 minutes in the future; compare the clocks"),
    EVENT_TOO_OLD("bad timestamp: it is more than an hour old; compare the clocks"),
    BAD_REASON("bad reason: it must be one word"),
    BAD_MESSAGE("bad message: it must be a text"),
    BAD_METADATA("bad metadata: it must be an object of texts"),
    TWO_CLUSTERS("two clusters named: the parameter cluster and the metadata cluster must be the same"),
    UNKNOWN_CLUSTER("unknown cluster: none of the configured ones has the name that the alert gives"),
    NO_CLUSTER("no cluster named: with several configured, the alert must say in cluster which"),
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
