package dev.kaltstart.engine.resolve;

import dev.kaltstart.engine.form.AnswerField;
import dev.kaltstart.engine.form.FieldList;
import dev.kaltstart.engine.form.FieldList.As;
import dev.kaltstart.engine.form.FieldList.ShownFact;
import dev.kaltstart.engine.form.FormCondition;
import dev.kaltstart.engine.form.FormLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of a stuck step, with the choices that this step offers. */
public final class ResolveForm {

    static final String DECISION = "decision";
    static final String REASON = "resolveReason";

    /** The answers of an unattended rehearsal. */
    public static final Map<String, Object> EXAMPLE = Map.of(
            DECISION,
            ResolveChoice.RETRY.value(),
            REASON,
            "The cause was looked at and removed; the step may run again.");

    private ResolveForm() {}

    static byte[] of(String id, List<ResolveChoice> choices) {
        var shows = new LinkedHashMap<String, ShownFact>();
        shows.put("taskCode", new ShownFact("Failure code", As.TEXT, null));
        shows.put("taskTried", new ShownFact("Tries", As.TEXT, null));
        shows.put("taskEvidence", new ShownFact("Evidence", As.TEXT, null));
        var answers = new LinkedHashMap<String, AnswerField>();
        var labels = new LinkedHashMap<String, String>();
        choices.forEach(choice -> labels.put(choice.value(), choice.label()));
        answers.put(DECISION, answer("How to continue", "", AnswerField.Type.CHOICE, labels));
        answers.put(
                REASON,
                answer(
                        "Reason",
                        "The cause, what you did about it, and what you saw. The report quotes it.",
                        AnswerField.Type.TEXT,
                        Map.of()));
        return FormLayout.of(id, new FieldList(shows, answers));
    }

    private static AnswerField answer(String label, String hint, AnswerField.Type type, Map<String, String> choices) {
        return new AnswerField(label, hint, type, choices, true, false, FormCondition.ALWAYS, null);
    }
}
