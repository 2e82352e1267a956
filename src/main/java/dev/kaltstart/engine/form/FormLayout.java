package dev.kaltstart.engine.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.engine.form.FieldList.As;
import dev.kaltstart.engine.form.FieldList.ShownFact;
import java.nio.charset.StandardCharsets;

/**
 * The one layout of all forms, as Tasklist draws it: why, what is known, commands, what to expect, how to check, answers.
 * The same field list gives the same bytes every time: the bytes tell one deployment from another.
 */
public final class FormLayout {

    private static final JsonMapper JSON = new JsonMapper();

    private final ArrayNode components = JSON.createArrayNode();

    private FormLayout() {}

    public static byte[] of(String id, FieldList fields) {
        var layout = new FormLayout();
        layout.brief(fields);
        fields.answers().forEach(layout::answer);
        ObjectNode form = JSON.createObjectNode()
                .put("schemaVersion", 16)
                .put("id", id)
                .put("type", "default")
                .set("components", layout.components);
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(form)
                    .replace("\r\n", "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void brief(FieldList fields) {
        text("why", "{{taskWhy}}");
        fields.shows().forEach(this::shown);
        optional("taskCommands", text("commands", "**Commands**\n\n```\n{{taskCommands}}\n```"));
        optional("taskExpect", text("expect", "**What to expect**\n\n{{taskExpect}}"));
        optional("taskCheck", text("check", "**How to check**\n\n{{taskCheck}}"));
        if (!fields.answers().isEmpty()) {
            components.addObject().put("type", "separator").put("id", "line");
        }
    }

    private void shown(String fact, ShownFact shown) {
        if (shown.as() == As.BOX) {
            field("textarea", fact, shown.label()).put("readonly", true);
            return;
        }
        String value = shown.as() == As.CODE ? "```\n{{" + fact + "}}\n```" : "{{" + fact + "}}";
        optional(
                fact,
                text(
                        "fact_" + fact,
                        shown.link() == null
                                ? "**" + shown.label() + "**\n\n" + value
                                : "[" + shown.label() + "](" + shown.link() + ")"));
    }

    private ObjectNode text(String id, String text) {
        return components.addObject().put("type", "text").put("id", id).put("text", text);
    }

    private static void optional(String fact, ObjectNode component) {
        component.putObject("conditional").put("hide", "=" + fact + " = null or " + fact + " = \"\"");
    }

    private void answer(String key, AnswerField answer) {
        ObjectNode field = field(answer.type().component(), key, answer.label());
        if (!answer.hint().isEmpty()) {
            field.put("description", answer.hint());
        }
        if (answer.required()) {
            field.putObject("validate").put("required", true);
        }
        if (!answer.choices().isEmpty()) {
            ArrayNode values = field.putArray("values");
            answer.choices()
                    .forEach((value, label) ->
                            values.addObject().put("label", label).put("value", value));
        }
        ObjectNode properties = JSON.createObjectNode();
        if (answer.gesture()) {
            properties.put("gesture", "true");
        }
        if (answer.type() == AnswerField.Type.SELECT) {
            field.put("searchable", true);
            properties.put("offered", "true");
        }
        if (!answer.when().equals(FormCondition.ALWAYS)) {
            field.putObject("conditional").put("hide", answer.when().hides());
            properties.put("when", answer.when().text());
        }
        if (!properties.isEmpty()) {
            field.set("properties", properties);
        }
    }

    private ObjectNode field(String type, String key, String label) {
        return components
                .addObject()
                .put("type", type)
                .put("id", "field_" + key)
                .put("key", key)
                .put("label", label);
    }
}
