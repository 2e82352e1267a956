package dev.kaltstart.architecture.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** A service task is a step: a bean of its own name, with a limit. */
final class ServiceTaskRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return model.all(ServiceTask.class).flatMap(task -> violations(task, model.beans()).stream());
    }

    private static List<String> violations(ServiceTask task, Beans beans) {
        String bean = Model.bean(task);
        var found = new ArrayList<String>();
        if (task.getName() == null || task.getName().isBlank()) {
            found.add(task.getId() + " has no label");
        }
        if (!("${" + bean + "}").equals(task.getCamundaDelegateExpression())) {
            found.add(task.getId() + " must have camunda:delegateExpression=\"${" + bean + "}\"");
        }
        if (!beans.steps().containsKey(bean)) {
            found.add(task.getId() + " needs a step whose bean is " + bean);
        }
        if (property(task, "timeout").isEmpty()) {
            found.add(task.getId() + " has no limit: the extension property timeout is missing");
        }
        for (String limit : List.of("timeout", "poll")) {
            property(task, limit)
                    .filter(value -> !duration(value))
                    .ifPresent(value ->
                            found.add(task.getId() + ": " + limit + " '" + value + "' is no duration like PT10M"));
        }
        return found;
    }

    private static Optional<String> property(ServiceTask task, String name) {
        if (task.getExtensionElements() == null) {
            return Optional.empty();
        }
        return task.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst();
    }

    private static boolean duration(String value) {
        try {
            return Duration.parse(value).toMillis() > 0;
        } catch (DateTimeParseException notOne) {
            return false;
        }
    }
}
