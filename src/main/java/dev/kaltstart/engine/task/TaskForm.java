package dev.kaltstart.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.shell.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.impl.value.UntypedValueImpl;
import org.camunda.bpm.engine.variable.value.PrimitiveValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the form of a user task declares, in their order: what a person may set, and nothing else.
 *
 * @param shown facts that it shows in a field that cannot be changed; the page sends them back as they were
 */
public record TaskForm(Map<String, FormField> fields, Set<String> shown) {

    public static final TaskForm NONE = new TaskForm(Map.of(), Set.of());

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SAME_DEPLOYMENT = "deployment";

    /** What is deployed with a model never changes; kept for as long as the engine keeps the model. */
    private static final Map<TaskDefinition, JsonNode> DEPLOYED = Collections.synchronizedMap(new WeakHashMap<>());

    /** The form of this very task, with what its selects offer; without one there are no fields. */
    public static TaskForm of(CommandContext context, TaskEntity task) {
        return of(json(context, task));
    }

    /** The form that was deployed with the model of this very task; missing when it has none. */
    static JsonNode json(CommandContext context, TaskEntity task) {
        var definition = task.getTaskDefinition();
        if (definition == null || definition.getCamundaFormDefinitionKey() == null) {
            return JSON.missingNode();
        }
        JsonNode form = deployed(context, task, definition).deepCopy();
        OfferedOptions.fill(form, task::getVariableLocal);
        return form;
    }

    private static JsonNode deployed(CommandContext context, TaskEntity task, TaskDefinition definition) {
        JsonNode known = DEPLOYED.get(definition);
        if (known != null) {
            return known;
        }
        JsonNode form =
                read(context.runWithoutAuthorization(() -> new GetDeployedTaskFormCmd(task.getId()).execute(context)));
        if (SAME_DEPLOYMENT.equals(definition.getCamundaFormDefinitionBinding())) {
            DEPLOYED.put(definition, form);
        }
        return form;
    }

    /** A deployed form with what its selects offer in this task. */
    static InputStream filled(InputStream deployed, TaskEntity task) {
        try {
            JsonNode form = read(deployed);
            OfferedOptions.fill(form, task::getVariableLocal);
            return new ByteArrayInputStream(JSON.writeValueAsBytes(form));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(InputStream deployed) {
        try (deployed) {
            return JSON.readTree(deployed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the form of a task", e);
        }
    }

    /** The form as deployed, without the options of its selects. */
    public static TaskForm of(InputStream form) throws IOException {
        return of(JSON.readTree(form));
    }

    private static TaskForm of(JsonNode form) {
        var fields = new LinkedHashMap<String, FormField>();
        var shown = new HashSet<String>();
        collect(form, fields, shown);
        return new TaskForm(fields, shown);
    }

    private static void collect(JsonNode parent, Map<String, FormField> fields, Set<String> shown) {
        for (JsonNode component : parent.path("components")) {
            Optional<FormField> field = FormField.of(component);
            field.ifPresent(open -> fields.put(open.key(), open));
            if (field.isEmpty() && component.has("key")) {
                shown.add(component.path("key").asText());
            }
            collect(component, fields, shown);
        }
    }

    public Optional<FormField> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    Set<String> gestures() {
        return fields.values().stream()
                .filter(FormField::gesture)
                .map(FormField::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why these answers cannot be given to this form; empty when they can.
     *
     * @param now what the task has
     */
    public Optional<String> problem(VariableMap answers, Function<String, @Nullable Object> now, Redaction redaction) {
        return answers.keySet().stream()
                .flatMap(key ->
                        (shown.contains(key) ? unchanged(key, answers, now) : taken(key, answers, redaction)).stream())
                .findFirst();
    }

    private Optional<String> taken(String key, VariableMap answers, Redaction redaction) {
        return field(key)
                .map(field -> field.problem(answers.<TypedValue>getValueTyped(key)))
                .orElseGet(() -> Optional.of(unknown(redaction.clean(key))));
    }

    /** Which field is asked for by these answers, and has none; empty when all have. */
    Optional<String> missing(Map<String, ? extends @Nullable Object> answers) {
        return fields.values().stream()
                .filter(field -> field.isMissing(answers))
                .findFirst()
                .map(field -> "'" + field.key() + "' is required: " + field.label());
    }

    private static Optional<String> unchanged(String key, VariableMap answers, Function<String, @Nullable Object> now) {
        TypedValue sent = answers.getValueTyped(key);
        boolean plain = sent instanceof UntypedValueImpl || sent instanceof PrimitiveValue;
        boolean same = plain && Objects.equals(sent.getValue(), now.apply(key));
        return same ? Optional.empty() : Optional.of("'" + key + "' is shown, and cannot be changed");
    }

    /** Why a field cannot take this answer; empty when it can. */
    public Optional<String> problem(String key, Object answer) {
        return field(key).map(field -> field.problem(answer)).orElseGet(() -> Optional.of(unknown(key)));
    }

    private String unknown(String key) {
        return "the form has no field '" + key + "'; "
                + (fields.isEmpty() ? "it has none" : "it has " + String.join(", ", fields.keySet()));
    }
}
