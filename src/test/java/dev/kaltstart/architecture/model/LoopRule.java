package dev.kaltstart.architecture.model;

import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;

/** The engine asks a person when a step is stuck; a model draws the disaster, and not this. */
final class LoopRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return Stream.concat(
                model.all(ErrorEventDefinition.class)
                        .filter(event -> event.getError() != null
                                && "needsHuman".equals(event.getError().getErrorCode()))
                        .map(event -> event.getParentElement().getAttributeValue("id")
                                + " catches needsHuman, which is the engine's: catch a failure code"),
                model.all(UserTask.class)
                        .filter(task -> Model.bean(task).equals("resolve"))
                        .map(task -> task.getId() + " is a task that the engine adds to each step"));
    }
}
