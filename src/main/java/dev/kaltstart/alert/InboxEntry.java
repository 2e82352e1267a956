package dev.kaltstart.alert;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that was decided on.
 *
 * @param startsAt its identity, together with the fingerprint
 * @param beganAt since when it fires: when it was received, where the sender does not know
 * @param node from the inventory: where it comes from
 * @param subject the node that a recovery would be about; null for the whole cluster
 * @param resolvedAt when the sender first said that it is over
 * @param received how many times it came
 */
record InboxEntry(
        Source source,
        String fingerprint,
        Instant startsAt,
        Instant beganAt,
        Decision decision,
        @Nullable String scenario,
        @Nullable String recovery,
        String cluster,
        @Nullable String node,
        @Nullable String subject,
        boolean twinOnly,
        Map<String, String> labels,
        Instant firstReceived,
        Instant lastReceived,
        @Nullable Instant resolvedAt,
        int received) {

    /** Labels that Kaltstart gives. */
    static final String OBJECT = "object";

    static final String REASON = "reason";
    static final String SAYS = "says";

    /** The first time that it is received. */
    static InboxEntry first(
            Alert alert, Target target, Decision decision, Verdict verdict, @Nullable String recovery, Instant now) {
        return new InboxEntry(
                alert.source(),
                alert.fingerprint(),
                alert.startsAt(),
                alert.dated() ? alert.startsAt() : now,
                decision,
                verdict.scenario(),
                recovery,
                target.cluster().name(),
                target.node(),
                verdict.subject(),
                target.cluster().twinOnly(),
                alert.labels(),
                now,
                now,
                alert.firing() ? null : now,
                1);
    }

    /** Its end was received first: there is nothing left to recover from. */
    boolean overBeforeItFired() {
        return decision == Decision.IGNORED && resolvedAt != null && resolvedAt.equals(firstReceived);
    }

    /** What of Flux it is about; blank when it is about something else. */
    String object() {
        return labels.getOrDefault(OBJECT, "");
    }

    /** What its sender has to say, where that is not Alertmanager. */
    String says() {
        return labels.getOrDefault(SAYS, alertname());
    }

    String alertname() {
        return labels.getOrDefault("alertname", "");
    }
}
