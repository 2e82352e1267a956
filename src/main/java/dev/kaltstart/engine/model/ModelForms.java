package dev.kaltstart.engine.model;

import dev.kaltstart.engine.RehearsalAnswers;
import dev.kaltstart.engine.task.TaskForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;

/** The forms of a model and of the models that it calls, as they are deployed now. */
@Component
class ModelForms implements RehearsalAnswers {

    private final RepositoryService repository;
    private final Map<String, Map<String, TaskForm>> known = new ConcurrentHashMap<>();

    ModelForms(RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public Optional<String> problem(String model, Map<String, Map<String, Object>> answers) {
        Map<String, TaskForm> forms = of(model);
        return answers.entrySet().stream()
                .flatMap(task -> problem(task.getKey(), task.getValue(), forms).stream())
                .findFirst();
    }

    private static Optional<String> problem(String task, Map<String, Object> answers, Map<String, TaskForm> forms) {
        Map<String, TaskForm> meant = forms.entrySet().stream()
                .filter(form -> form.getKey().equals(task)
                        || ActivityNames.bean(form.getKey()).equals(task))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (meant.isEmpty()) {
            return Optional.of(
                    "there is no task '" + task + "' to answer; there are " + String.join(", ", forms.keySet()));
        }
        return answers.entrySet().stream()
                .flatMap(answer -> meant.values().stream()
                        .flatMap(form -> form.problem(answer.getKey(), answer.getValue()).stream()))
                .findFirst()
                .map(problem -> "the answers to '" + task + "' cannot be given: " + problem);
    }

    /** By id of the task. Models are deployed before anything is asked, and stay as they are. */
    private Map<String, TaskForm> of(String model) {
        return known.computeIfAbsent(model, any -> {
            var forms = new TreeMap<String, TaskForm>();
            collect(model, forms, new HashSet<>());
            return forms;
        });
    }

    private void collect(String model, Map<String, TaskForm> forms, Set<String> seen) {
        ProcessDefinition latest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(model)
                .latestVersion()
                .singleResult();
        if (latest == null || !seen.add(model)) {
            return;
        }
        BpmnModelInstance drawn = repository.getBpmnModelInstance(latest.getId());
        drawn.getModelElementsByType(UserTask.class).forEach(task -> forms.put(task.getId(), form(latest, task)));
        drawn.getModelElementsByType(CallActivity.class).forEach(call -> collect(call.getCalledElement(), forms, seen));
    }

    private TaskForm form(ProcessDefinition model, UserTask task) {
        if (task.getCamundaFormRef() == null) {
            return TaskForm.NONE;
        }
        String folder = model.getResourceName().replaceFirst("[^/]*$", "");
        String name = folder + task.getCamundaFormRef() + ".form";
        try (InputStream content = repository.getResourceAsStream(model.getDeploymentId(), name)) {
            return TaskForm.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the form " + name, e);
        }
    }
}
