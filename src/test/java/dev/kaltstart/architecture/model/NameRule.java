package dev.kaltstart.architecture.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;

/** A task is called like its bean, so that its class is found by its label; an end says what is so afterwards. */
final class NameRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return Stream.concat(
                model.all(Task.class)
                        .filter(task -> task instanceof ServiceTask || task instanceof UserTask)
                        .flatMap(task -> label(task).stream()),
                model.all(EndEvent.class)
                        .filter(end -> !endsWhatInterrupted(end))
                        .filter(end -> name(end.getName()).split(" ", -1).length < 2)
                        .map(end -> end.getId() + " must say what is so afterwards, and not '" + name(end.getName())
                                + "'"));
    }

    private static Optional<String> label(Task task) {
        List<String> said =
                List.of(name(task.getName()).toLowerCase(Locale.ROOT).split("[ -]", -1));
        int at = 0;
        for (String word : Model.bean(task).split("(?=[A-Z])", -1)) {
            int found = said.subList(at, said.size()).indexOf(word.toLowerCase(Locale.ROOT));
            if (found < 0 && !said.equals(List.of(""))) {
                return Optional.of(task.getId() + " is labelled '" + task.getName() + "', which does not say '"
                        + word.toLowerCase(Locale.ROOT) + "'");
            }
            at += found + 1;
        }
        return Optional.empty();
    }

    private static String name(String name) {
        return name == null ? "" : name;
    }

    /** An abort says how the recovery ends, and no more is so afterwards. */
    private static boolean endsWhatInterrupted(EndEvent end) {
        return end.getParentElement() instanceof SubProcess scope && scope.triggeredByEvent();
    }
}
