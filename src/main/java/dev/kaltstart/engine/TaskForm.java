package dev.kaltstart.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.TypedValue;

/** The fields that the form of a user task declares, in their order: what a person may set, and nothing else. */
record TaskForm(Map<String, FormField> fields) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The form that was deployed with the model of this very task; without one there are no fields. */
    static TaskForm of(CommandContext context, TaskEntity task) {
        var definition = task.getTaskDefinition();
        if (definition == null || definition.getCamundaFormDefinitionKey() == null) {
            return new TaskForm(Map.of());
        }
        try (InputStream form =
                context.runWithoutAuthorization(() -> new GetDeployedTaskFormCmd(task.getId()).execute(context))) {
            return of(form);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the form of a task", e);
        }
    }

    static TaskForm of(InputStream form) throws IOException {
        var fields = new LinkedHashMap<String, FormField>();
        collect(JSON.readTree(form), fields);
        return new TaskForm(fields);
    }

    private static void collect(JsonNode parent, Map<String, FormField> fields) {
        for (JsonNode component : parent.path("components")) {
            FormField.of(component).ifPresent(field -> fields.put(field.key(), field));
            collect(component, fields);
        }
    }

    Optional<FormField> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    Set<String> gestures() {
        return fields.values().stream()
                .filter(FormField::gesture)
                .map(FormField::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why these answers cannot be given to this form; empty when they can. */
    Optional<String> problem(VariableMap answers, Redaction redaction) {
        return answers.keySet().stream()
                .flatMap(key -> field(key)
                        .map(field -> field.problem(answers.<TypedValue>getValueTyped(key)))
                        .orElseGet(() -> Optional.of(unknown(redaction.clean(key))))
                        .stream())
                .findFirst();
    }

    /** Why a field cannot take this answer; empty when it can. */
    Optional<String> problem(String key, Object answer) {
        return field(key).map(field -> field.problem(answer)).orElseGet(() -> Optional.of(unknown(key)));
    }

    private String unknown(String key) {
        return "the form has no field '" + key + "'; "
                + (fields.isEmpty() ? "it has none" : "it has " + String.join(", ", fields.keySet()));
    }
}
