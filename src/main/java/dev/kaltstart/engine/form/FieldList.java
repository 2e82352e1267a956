package dev.kaltstart.engine.form;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form, shown and asked for, by the names of their facts, without the layout: {@link FormLayout} puts the same
 * parts into the same order in every form.
 */
public record FieldList(Map<String, ShownFact> shows, Map<String, AnswerField> answers) {

    /** The answers of an unattended rehearsal. */
    public Map<String, Object> examples() {
        var examples = new LinkedHashMap<String, Object>();
        answers.forEach((key, answer) -> {
            if (answer.example() != null) {
                examples.put(key, answer.example());
            }
        });
        return examples;
    }

    /**
     * A fact that the form shows beside the brief; left out while it is empty.
     *
     * @param link where the label leads to; then the fact itself is not shown
     */
    public record ShownFact(String label, As as, @Nullable String link) {}

    public enum As {
        TEXT,
        CODE,
        /** A field that cannot be changed, for long text that is read exactly as it is. */
        BOX
    }
}
