package dev.kaltstart.architecture.model;

import dev.kaltstart.engine.model.ActivityNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.UserTask;

/** A user task is a human task: a bean of its own name, a group it is for, and a form of its name. */
final class UserTaskRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return model.all(UserTask.class).flatMap(task -> violations(task, model).stream());
    }

    private static List<String> violations(UserTask task, Model model) {
        var found = new ArrayList<String>();
        if (task.getName() == null || task.getName().isBlank()) {
            found.add(task.getId() + " has no label");
        }
        if (!model.beans().humanTasks().containsKey(Model.bean(task))) {
            found.add(task.getId() + " needs a human task whose bean is " + Model.bean(task));
        }
        if (task.getCamundaCandidateGroupsList().isEmpty()) {
            found.add(task.getId() + " has no camunda:candidateGroups");
        }
        if (task.getDocumentations().stream()
                .allMatch(text -> text.getTextContent().isBlank())) {
            found.add(task.getId() + " has no documentation");
        }
        if (task.getCamundaFormRef() == null) {
            found.add(task.getId() + " has no camunda:formRef");
            return found;
        }
        if (!"deployment".equals(task.getCamundaFormRefBinding())) {
            found.add(task.getId() + " must have camunda:formRefBinding=\"deployment\"");
        }
        String form = ActivityNames.file(task.getId());
        if (form.equals(task.getCamundaFormRef())) {
            Form.violation(model.folder(), form).ifPresent(violation -> found.add(task.getId() + ": " + violation));
        } else {
            found.add(task.getId() + " must have camunda:formRef=\"" + form + "\"");
        }
        return found;
    }
}
