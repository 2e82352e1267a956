package dev.kaltstart.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.Expression;
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

    private final ModelFiles files;
    private final ObjectMapper json;

    FormTexts(ModelFiles files, ObjectMapper json) {
        this.files = files;
        this.json = json;
    }

    void cover(DelegateTask task) {
        shown((TaskEntity) task).forEach((name, escape) -> {
            if (task.getExecution().getVariable(name) instanceof String text) {
                task.setVariableLocal(name, VariableLimits.cut(escape.apply(text)));
            }
        });
    }

    private Map<String, UnaryOperator<String>> shown(TaskEntity task) {
        Expression form = task.getTaskDefinition().getCamundaFormDefinitionKey();
        String model = task.getProcessDefinitionId()
                .substring(0, task.getProcessDefinitionId().indexOf(':'));
        var shown = new HashMap<String, UnaryOperator<String>>();
        if (form != null) {
            files.beside(model, form.getExpressionText() + ".form").ifPresent(file -> collect(read(file), shown));
        }
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

    private JsonNode read(ModelFiles.ModelFile file) {
        try (InputStream content = file.resource().getInputStream()) {
            return json.readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the form " + file.path(), e);
        }
    }
}
