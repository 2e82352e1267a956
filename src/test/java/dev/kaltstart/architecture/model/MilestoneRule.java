package dev.kaltstart.architecture.model;

import dev.kaltstart.engine.Milestones.Drawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.LoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;

/** A milestone is a step or a call, has a name, and keeps an objective that there is. */
final class MilestoneRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return model.all(Activity.class).flatMap(MilestoneRule::violations);
    }

    private static Stream<String> violations(Activity activity) {
        Map<String, String> properties = properties(activity);
        try {
            if (Drawn.of(properties).isEmpty()) {
                return Stream.empty();
            }
        } catch (IllegalArgumentException problem) {
            return Stream.of(activity.getId() + " " + problem.getMessage());
        }
        if (!(activity instanceof ServiceTask || activity instanceof CallActivity)) {
            return Stream.of(activity.getId() + " is a milestone: neither a step nor a call");
        }
        if (!activity.getChildElementsByType(LoopCharacteristics.class).isEmpty()) {
            return Stream.of(activity.getId() + " is a milestone and a loop");
        }
        // a part that is skipped ends as one that is done
        return activity instanceof CallActivity call && skippable(call.getCalledElement())
                ? Stream.of(activity.getId() + " is a milestone: " + call.getCalledElement() + " can be skipped")
                : Stream.empty();
    }

    private static boolean skippable(String called) {
        Path file = Path.of("processes/shared", called, called + ".bpmn");
        return Files.exists(file)
                && "true"
                        .equals(properties(Bpmn.readModelFromFile(file.toFile()).getModelElementById(called))
                                .get("skippable"));
    }

    private static Map<String, String> properties(BaseElement element) {
        var found = new HashMap<String, String>();
        if (element.getExtensionElements() != null) {
            element.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                    .flatMap(properties -> properties.getCamundaProperties().stream())
                    .forEach(property -> found.put(property.getCamundaName(), property.getCamundaValue()));
        }
        return found;
    }
}
