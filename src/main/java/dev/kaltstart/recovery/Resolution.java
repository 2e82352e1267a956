package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask.Brief;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import java.util.List;
import java.util.Map;

/** What the tasks share in which a person decides how a step that stopped goes on. */
public final class Resolution {

    private static final Map<String, String> MEANINGS = Map.of(
            "retry", "Retry: run this phase again; finished steps are detected.",
            "skip", "Skip: continue without this phase.",
            "force", "Force drain: plan the deletion of the blocking pods; you approve the plan before any is deleted.",
            "abort", "Abort: close the recovery now; completed steps are not undone.");

    private Resolution() {}

    public static Brief brief(Run run, List<String> choices, List<String> commands) {
        return new Brief(
                "A step stopped and needs your decision: "
                        + run.find(RunFacts.PROBLEM).orElse("it gave no reason") + ".",
                commands,
                String.join(" ", choices.stream().map(MEANINGS::get).toList()),
                "Remove the cause, then retry." + (choices.contains("skip") ? SKIP : ""));
    }

    private static final String SKIP = " Skip only what you have checked yourself, and say in the reason what you saw.";

    /**
     * @return the choice
     * @throws Refused when it is none of the choices, or has no reason
     */
    public static String chosen(Facts answers, Fact<String> decision, Fact<String> reason, List<String> choices) {
        var given = new Answers(answers);
        String ask = "choose how to go on: " + String.join(", ", choices);
        String choice = given.text(decision, ask);
        if (!choices.contains(choice)) {
            throw new Refused("'" + decision.name() + "' must be one of " + String.join(", ", choices));
        }
        given.text(reason, "give the reason; the report explains the decision with it");
        return choice;
    }
}
