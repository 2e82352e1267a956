package dev.kaltstart.engine.resolve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The form in which a person says how a step that is stuck goes on: with just the choices that apply to the step. */
public final class ResolveForm {

    static final String DECISION = "decision";
    static final String REASON = "resolveReason";

    /** What the person of an unattended rehearsal answers. */
    public static final Map<String, Object> EXAMPLE = Map.of(
            DECISION, Choice.RETRY.value(), REASON, "The cause was looked at and removed; the step may run again.");

    private static final JsonMapper JSON = new JsonMapper();

    private ResolveForm() {}

    static byte[] of(String id, List<Choice> choices) {
        ObjectNode form =
                JSON.createObjectNode().put("schemaVersion", 16).put("id", id).put("type", "default");
        ArrayNode components = form.putArray("components");
        text(components, "why", "{{taskWhy}}\n\nFailure code: {{taskCode}}");
        text(components, "tried", "**What was tried**\n\n{{taskTried}}");
        optional(components, "evidence", "**Evidence**\n\n{{taskEvidence}}", "taskEvidence");
        optional(components, "commands", "**To type**\n\n```\n{{taskCommands}}\n```", "taskCommands");
        text(components, "expect", "**What each choice does**\n\n{{taskExpect}}");
        text(components, "check", "**How to check**\n\n{{taskCheck}}");
        components.addObject().put("type", "separator").put("id", "line");
        ObjectNode decision = field(components, "radio", DECISION, "How to go on");
        ArrayNode values = decision.putArray("values");
        choices.forEach(
                choice -> values.addObject().put("label", choice.label()).put("value", choice.value()));
        field(components, "textarea", REASON, "Reason")
                .put("description", "What was wrong, what you did, and what you saw. It goes into the report.");
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(form)
                    .replace("\r\n", "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode text(ArrayNode components, String id, String text) {
        return components.addObject().put("type", "text").put("id", id).put("text", text);
    }

    private static void optional(ArrayNode components, String id, String text, String fact) {
        text(components, id, text).putObject("conditional").put("hide", "=" + fact + " = null or " + fact + " = \"\"");
    }

    private static ObjectNode field(ArrayNode components, String type, String key, String label) {
        ObjectNode field = components
                .addObject()
                .put("type", type)
                .put("id", "field_" + key)
                .put("key", key)
                .put("label", label);
        field.putObject("validate").put("required", true);
        return field;
    }
}
