package dev.kaltstart.alert;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.engine.Decisions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates the table {@code processes/triage} for an alert. */
@Component
class Triage {

    private static final int LONGEST = 200;

    private final Decisions decisions;

    Triage(Decisions decisions) {
        this.decisions = decisions;
    }

    Verdict judge(Alert alert, AlertTarget target, ActiveRecoveries.Found running) {
        var inputs = new HashMap<String, @Nullable Object>();
        // the engine stores the inputs of a decision, and databases limit a text's length
        inputs.put("alertname", ControlCharacters.text(alert.label("alertname"), LONGEST));
        inputs.put("severity", ControlCharacters.text(alert.label("severity"), LONGEST));
        inputs.put("twinOnly", target.cluster().twinOnly());
        inputs.put("nodeKnown", target.nodeKnown());
        inputs.put("recoveryRunning", running.same().isPresent());
        inputs.put("clusterBusy", running.any().isPresent());
        return verdict(decisions.decide("triage", inputs), target);
    }

    private static Verdict verdict(Map<String, Object> row, AlertTarget target) {
        String scenario = String.valueOf(row.get("scenario"));
        String action = String.valueOf(row.get("start")).toUpperCase(Locale.ROOT);
        return new Verdict(
                scenario.isEmpty() ? null : scenario,
                "node".equals(row.get("subject")) ? target.node() : null,
                Verdict.Action.valueOf(action));
    }
}
