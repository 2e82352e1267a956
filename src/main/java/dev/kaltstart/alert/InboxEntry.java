package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.Source;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored alert with its decision.
 *
 * @param startsAt its identity, together with the fingerprint
 * @param beganAt start of the firing; the time of receipt where the sender does not know it
 * @param node the node that it comes from, by the inventory
 * @param subject the node that a recovery would be about; null for the whole cluster, and when a person has to choose
 * @param ignored why it is ignored; null when it is not
 * @param resolvedAt when the sender first reported the end
 * @param received number of times it was received
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
        @Nullable IgnoreReason ignored,
        Map<String, String> labels,
        Instant firstReceived,
        Instant lastReceived,
        @Nullable Instant resolvedAt,
        int received) {

    /** Labels that Kaltstart adds. */
    static final String OBJECT = "object";

    static final String REASON = "reason";
    static final String SAYS = "says";

    /** An alert that is received for the first time. */
    static InboxEntry first(
            Alert alert,
            AlertTarget target,
            Decision decision,
            Verdict verdict,
            @Nullable String recovery,
            Instant now) {
        return new InboxEntry(
                alert.source(),
                alert.fingerprint(),
                alert.startsAt(),
                alert.dated() ? alert.startsAt() : now,
                decision,
                verdict.scenario(),
                recovery,
                target.cluster().name(),
                target.node().map(node -> node.name().value()).orElse(null),
                verdict.node(),
                target.cluster().twinOnly(),
                decision == Decision.IGNORED ? verdict.ignored() : null,
                alert.labels(),
                now,
                now,
                alert.firing() ? null : now,
                1);
    }

    /** The resolved alert was received before the firing one: there is nothing left to recover. */
    boolean overBeforeItFired() {
        return decision == Decision.IGNORED && resolvedAt != null && resolvedAt.equals(firstReceived);
    }

    /** The Flux object that it is about; blank for other alerts. */
    String object() {
        return labels.getOrDefault(OBJECT, "");
    }

    /** The sender's message; blank for Alertmanager. */
    String says() {
        return labels.getOrDefault(SAYS, alertname());
    }

    String alertname() {
        return labels.getOrDefault("alertname", "");
    }
}
