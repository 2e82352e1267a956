package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Compares what the variables of a run say of its recovery with the recovery's own row. */
public final class BaseFacts {

    private BaseFacts() {}

    /** Which variables differ and how, in a sentence; empty when none does. A variable that is not there is no difference. */
    public static Optional<String> difference(KnownFacts facts, RecoveryRecord recovery, Subject subject) {
        var expected = new LinkedHashMap<String, String>();
        expected.put(RunFacts.RECOVERY.name(), recovery.recovery());
        expected.put(RunFacts.CLUSTER.name(), recovery.cluster());
        expected.put(RunFacts.MODE.name(), recovery.mode().word());
        if (subject instanceof Subject.OfNode node) {
            expected.put("node", node.label());
        }
        return expected.entrySet().stream()
                .filter(entry -> differs(facts.raw(), entry.getKey(), entry.getValue()))
                .map(entry -> "the variable '" + entry.getKey() + "' says '"
                        + facts.raw().get(entry.getKey()) + "', the record of this recovery says '" + entry.getValue()
                        + "'. Nothing is done with a run that was tampered with: abort it and find out who wrote there")
                .findFirst();
    }

    private static boolean differs(Map<String, Object> variables, String name, String expected) {
        Object found = variables.get(name);
        return found != null && !found.equals(expected);
    }
}
