package dev.kaltstart.engine.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a field is asked for: each of the named fields has one of the values. The page hides the field by an expression,
 * the server judges the answers by the same condition, and both come from here.
 */
public record FormCondition(Map<String, List<Object>> values) {

    public static final FormCondition ALWAYS = new FormCondition(Map.of());

    private static final JsonMapper JSON = new JsonMapper();

    /** From {@code {undo: [commits, state], again: true}}. */
    static FormCondition of(JsonNode when) {
        var values = new LinkedHashMap<String, List<Object>>();
        when.properties().forEach(field -> {
            var allowed = new ArrayList<Object>();
            (field.getValue().isArray() ? field.getValue() : List.of(field.getValue()))
                    .forEach(value -> allowed.add(value.isBoolean() ? (Object) value.asBoolean() : value.asText()));
            values.put(field.getKey(), allowed);
        });
        return values.isEmpty() ? ALWAYS : new FormCondition(values);
    }

    /** The condition as JSON of a deployed form. */
    public static FormCondition parse(String text) {
        try {
            return text.isEmpty() ? ALWAYS : of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a form has a condition that cannot be read: " + text, e);
        }
    }

    /** The condition as a text property of a deployed form. */
    String text() {
        return json(values);
    }

    /** The expression with which the page hides the field. A missing answer equals nothing. */
    String hides() {
        return "="
                + values.entrySet().stream()
                        .map(field -> field.getValue().stream()
                                .map(value -> field.getKey() + " != " + json(value))
                                .collect(Collectors.joining(" and ", "(", ")")))
                        .collect(Collectors.joining(" or "));
    }

    public boolean holds(Function<String, @Nullable Object> answers) {
        return values.entrySet().stream()
                .allMatch(field ->
                        field.getValue().contains(Objects.requireNonNullElse(answers.apply(field.getKey()), "")));
    }

    /** An error in the condition, in a form that asks for these fields before; empty when it is valid. */
    Optional<String> problem(Map<String, AnswerField> before) {
        return values.entrySet().stream()
                .filter(field -> {
                    AnswerField other = before.get(field.getKey());
                    return other == null
                            || !other.choices().isEmpty()
                                    && !other.choices().keySet().containsAll(field.getValue());
                })
                .findFirst()
                .map(field -> "depends on '" + field.getKey() + "' " + field.getValue()
                        + ", which no field before it can have");
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
