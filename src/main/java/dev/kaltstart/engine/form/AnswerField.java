package dev.kaltstart.engine.form;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer that a form asks for.
 *
 * @param hint shown below the field; may be empty
 * @param choices the label of each value of a choice
 * @param required it must be filled in, or ticked, where it is asked for
 * @param gesture it allows or confirms something: never drafted, never prefilled
 * @param when it is asked for only then
 * @param example what the person of an unattended rehearsal answers; {@code {{cluster}}} is the fact of that name
 */
public record AnswerField(
        String label,
        String hint,
        Type type,
        Map<String, String> choices,
        boolean required,
        boolean gesture,
        FormCondition when,
        @Nullable Object example) {

    public enum Type {
        /** Has to be ticked: "The machine is without power". */
        CONFIRMATION("checkbox", Boolean.class),
        /** Ticked or not, each with its effect: "I approve this plan". */
        DECISION("checkbox", Boolean.class),
        CHECKBOX("checkbox", Boolean.class),
        LINE("textfield", String.class),
        TEXT("textarea", String.class),
        NUMBER("number", Number.class),
        CHOICE("radio", String.class),
        /** One of {@link dev.kaltstart.engine.HumanTask#options}: what Kaltstart found. */
        SELECT("select", String.class);

        private final String component;
        private final Class<?> value;

        Type(String component, Class<?> value) {
            this.component = component;
            this.value = value;
        }

        String component() {
            return component;
        }

        boolean isGesture() {
            return this == CONFIRMATION || this == DECISION;
        }

        /** A box that may stay unticked is answered either way. */
        boolean canBeRequired() {
            return this != DECISION && this != CHECKBOX;
        }
    }

    /** An error in the definition of the field itself; empty when it is valid. */
    Optional<String> problem() {
        if (label.isBlank()) {
            return Optional.of("has no label");
        }
        if ((type == Type.CHOICE) == choices.isEmpty()) {
            return Optional.of(type == Type.CHOICE ? "offers no choices" : "has choices, and is not a choice");
        }
        if (example == null) {
            return required && when.equals(FormCondition.ALWAYS)
                    ? Optional.of("is required, and has no example for rehearsals")
                    : Optional.empty();
        }
        boolean fits =
                type.value.isInstance(example) && (choices.isEmpty() || choices.containsKey(example) || isFact());
        return fits ? Optional.empty() : Optional.of("cannot take its own example: " + example);
    }

    private boolean isFact() {
        return example instanceof String text && text.matches("\\{\\{\\w+}}");
    }
}
