package dev.kaltstart.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.engine.VariableLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.stereotype.Component;

/**
 * The facts that a form shows inside its Markdown. A tool, an alert or a repository may have written them, so the task
 * gets a copy of its own from which nothing becomes markup. Steps and gateways read the fact itself.
 */
@Component
public class FormTexts {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern FENCED = Pattern.compile("```\\n\\{\\{(\\w+)}}\\n```");
    private static final String BRIEF = "task[A-Z].*";

    void cover(DelegateTask task) {
        shown((TaskEntity) task).forEach((name, escape) -> {
            if (task.getExecution().getVariable(name) instanceof String text) {
                task.setVariableLocal(name, VariableLimits.cut(escape.apply(text)));
            }
        });
    }

    private static Map<String, UnaryOperator<String>> shown(TaskEntity task) {
        var shown = new HashMap<String, UnaryOperator<String>>();
        collect(TaskForm.json(Context.getCommandContext(), task), shown);
        return shown;
    }

    private static void collect(JsonNode form, Map<String, UnaryOperator<String>> shown) {
        Set<String> fields = new HashSet<>(form.findValuesAsText("key"));
        for (JsonNode component : form.path("components")) {
            String text = component.path("text").asText();
            PLACEHOLDER.matcher(text).results().forEach(found -> shown.put(found.group(1), MarkdownText::plain));
            FENCED.matcher(text).results().forEach(found -> shown.put(found.group(1), MarkdownText::code));
        }
        shown.keySet().removeIf(name -> fields.contains(name) || name.matches(BRIEF));
    }
}
