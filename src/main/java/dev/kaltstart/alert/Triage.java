package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.engine.Decisions;
import dev.kaltstart.engine.Subject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates the tables of {@code processes/triage} for an alert. */
@Component
class Triage {

    private static final int LONGEST = 200;

    /** A member of etcd is down, and another one says so. */
    private static final String REPORTED = "member";

    /** The signs for which members are counted: a storm of others does not ask the database each time. */
    private static final Set<String> OF_ETCD = Set.of(REPORTED, "no-leader", "api");

    private final Decisions decisions;
    private final AlertNaming.ByCluster naming;
    private final EtcdQuorum quorum;

    Triage(Decisions decisions, AlertNaming.ByCluster naming, EtcdQuorum quorum) {
        this.decisions = decisions;
        this.naming = naming;
        this.quorum = quorum;
    }

    Verdict judge(Alert alert, AlertTarget target, ActiveRecoveries.Found running) {
        var inputs = new HashMap<String, @Nullable Object>();
        String sign = sign(alert, target);
        inputs.put("sign", sign);
        inputs.put("severity", text(alert.label("severity")));
        inputs.put("twinOnly", target.cluster().twinOnly());
        inputs.put("nodeKnown", target.nodeKnown());
        inputs.put("quorumLost", OF_ETCD.contains(sign) && quorum.lost(target, !REPORTED.equals(sign)));
        inputs.put("running", running.kinship().word());
        return verdict(decisions.decide("triage", inputs), target);
    }

    /** The meaning of the alert, independent of its name in the monitoring. */
    private String sign(Alert alert, AlertTarget target) {
        String job = alert.label("job");
        Map<String, Object> inputs = Map.of(
                "alertname",
                text(naming.naming(target.cluster().name()).known(alert.label("alertname"))),
                // some agents put a namespace or a path before the name
                "job",
                text(job.substring(job.lastIndexOf('/') + 1)),
                "measured",
                alert.measured());
        return String.valueOf(decisions.decide("triage_sign", inputs).get("sign"));
    }

    /** The engine stores the inputs of a decision, and databases limit a text's length. */
    private static String text(String label) {
        return ControlCharacters.text(label, LONGEST);
    }

    private static Verdict verdict(Map<String, Object> row, AlertTarget target) {
        String scenario = String.valueOf(row.get("scenario"));
        String ignored = String.valueOf(row.get("ignored"));
        return new Verdict(
                scenario.isEmpty() ? null : scenario,
                subject(String.valueOf(row.get("subject")), target),
                Verdict.Action.valueOf(String.valueOf(row.get("start")).toUpperCase(Locale.ROOT)),
                ignored.isEmpty() ? null : IgnoreReason.of(ignored));
    }

    private static @Nullable Subject subject(String about, AlertTarget target) {
        return switch (about) {
            case "node" -> target.subject().orElse(null);
            case "control-plane" -> null;
            default -> new Subject.WholeCluster();
        };
    }
}
