package dev.kaltstart.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.engine.form.FormCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.variable.impl.value.UntypedValueImpl;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.camunda.bpm.engine.variable.value.PrimitiveValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form that people can fill in.
 *
 * @param choices the only values it takes; null when it takes any of its kind
 * @param required it has to be filled in, or ticked, where it is asked for
 * @param gesture it allows or confirms something: never drafted, never prefilled
 * @param when it is asked for only then
 */
public record FormField(
        String key,
        String label,
        Kind kind,
        @Nullable List<String> choices,
        boolean required,
        boolean gesture,
        FormCondition when) {

    private static final int LONGEST = 4000;
    private static final int FEW = 6;

    enum Kind {
        TEXT("a text"),
        NUMBER("a number"),
        FLAG("a yes or no");

        private final String message;

        Kind(String message) {
            this.message = message;
        }

        private boolean has(Object value) {
            return switch (this) {
                case TEXT -> value instanceof String;
                case NUMBER -> value instanceof Number;
                case FLAG -> value instanceof Boolean;
            };
        }
    }

    /** Empty for a component that nothing can be filled into. */
    static Optional<FormField> of(JsonNode component) {
        String key = component.path("key").asText();
        Kind kind = kind(component.path("type").asText());
        boolean fixed = component.path("disabled").asBoolean()
                || component.path("readonly").asBoolean();
        if (key.isEmpty() || kind == null || fixed) {
            return Optional.empty();
        }
        return Optional.of(new FormField(
                key,
                component.path("label").asText(),
                kind,
                component.has("values") ? component.path("values").findValuesAsText("value") : null,
                component.at("/validate/required").asBoolean(),
                component.at("/properties/gesture").asBoolean(),
                FormCondition.parse(component.at("/properties/when").asText())));
    }

    private static @Nullable Kind kind(String type) {
        return switch (type) {
            case "textfield", "textarea", "radio", "select" -> Kind.TEXT;
            case "number" -> Kind.NUMBER;
            case "checkbox" -> Kind.FLAG;
            default -> null;
        };
    }

    /** Why it cannot take this value; empty when it can. */
    Optional<String> problem(TypedValue value) {
        if (value.isTransient()) {
            return Optional.of("'" + key + "' must be kept, and a transient value is not");
        }
        boolean plain = value instanceof UntypedValueImpl
                || value.getType() == ValueType.NULL
                || (value instanceof PrimitiveValue && value.getType() != ValueType.BYTES);
        // what is no plain value is not unpacked
        return plain ? problem(value.getValue()) : Optional.of(wrongKind());
    }

    Optional<String> problem(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (!kind.has(value)) {
            return Optional.of(wrongKind());
        }
        if (choices != null && !choices.contains(value)) {
            return Optional.of(notOffered(choices));
        }
        if (value instanceof String text && text.length() > LONGEST) {
            return Optional.of("'" + key + "' is too long: at most " + LONGEST + " characters");
        }
        return Optional.empty();
    }

    private String notOffered(List<String> offered) {
        return offered.size() <= FEW
                ? "'" + key + "' must be one of " + String.join(", ", offered)
                : "'" + key + "' must be one of the " + offered.size() + " that the form offers";
    }

    /** It is asked for by these answers; otherwise it is not taken. */
    boolean applies(Map<String, ? extends @Nullable Object> answers) {
        return when.holds(answers::get);
    }

    boolean isMissing(Map<String, ? extends @Nullable Object> answers) {
        return required && applies(answers) && isBlank(answers.get(key));
    }

    private static boolean isBlank(@Nullable Object answer) {
        return answer == null || answer.equals(false) || answer instanceof String text && text.isBlank();
    }

    private String wrongKind() {
        return "'" + key + "' has the wrong type: it must be " + kind.message;
    }
}
