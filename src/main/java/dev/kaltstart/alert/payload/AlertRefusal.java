package dev.kaltstart.alert.payload;

import java.util.Locale;

/** Why an alert is refused. The message is fixed: it never repeats any of the alert's content. */
public enum AlertRefusal {
    NOT_AN_ALERT("not an alert: it must be an object with status, labels, startsAt and fingerprint"),
    BAD_STATUS("unknown status: it must be firing or resolved"),
    BAD_FINGERPRINT("bad fingerprint: it must be 16 hexadecimal digits"),
    BAD_LABELS("bad labels: they must be an object of texts"),
    BAD_STARTS_AT("bad startsAt: it must be an RFC 3339 time"),
    STARTS_IN_THE_FUTURE("bad startsAt: it is more than 5 minutes in the future"),
    BAD_ENDS_AT("bad endsAt: it must be an RFC 3339 time"),
    ENDS_BEFORE_IT_STARTS("bad endsAt: it is before startsAt"),
    BAD_OBJECT("bad involvedObject: it must have a kind, namespace and name that are valid in Kubernetes"),
    BAD_SEVERITY("bad severity: it must be trace, info or error"),
    BAD_TIMESTAMP("bad timestamp: it must be an RFC 3339 time"),
    EVENT_IN_THE_FUTURE("bad timestamp: it is more than 5 minutes in the future; compare the clocks"),
    EVENT_TOO_OLD("bad timestamp: it is more than an hour old; compare the clocks"),
    BAD_REASON("bad reason: it must be one word"),
    BAD_MESSAGE("bad message: it must be a text"),
    BAD_METADATA("bad metadata: it must be an object of texts"),
    TWO_CLUSTERS("two clusters named: the parameter cluster and the metadata cluster must be the same"),
    UNKNOWN_CLUSTER("unknown cluster: no configured cluster has the name in the alert"),
    NO_CLUSTER("no cluster named: with several clusters configured, the alert needs the label cluster"),
    UNREADABLE_CLUSTER("unreadable cluster: it is configured, but its repository cannot be parsed; see the front page"),
    CLUSTER_OF_THE_EXPORTER("two clusters named: the labels cluster and exported_cluster name different ones"),
    TWO_NODES("two nodes named: the labels of this alert contradict each other; see honor_labels in the docs"),
    NO_NODE("unknown node: this alert is about a node, but names none, or one that is not in the inventory");

    private final String message;

    AlertRefusal(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }

    /** The counter's tag. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Refused refused() {
        return new Refused(this);
    }

    /** This alert is refused; the others in the request may be accepted. */
    public static final class Refused extends RuntimeException {

        private final AlertRefusal refusal;

        private Refused(AlertRefusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        public AlertRefusal refusal() {
            return refusal;
        }
    }
}
