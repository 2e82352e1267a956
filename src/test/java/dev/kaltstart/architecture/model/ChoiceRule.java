package dev.kaltstart.architecture.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;

/**
 * A form offers what the model does, and nothing else: each choice has a flow of its own, and at most one is the default.
 * A "skip" that no flow knows would silently try again.
 */
final class ChoiceRule implements Rules.Rule {

    private static final Pattern CHOSEN = Pattern.compile("\\$\\{(\\w+) == '(\\w+)'}");

    @Override
    public Stream<String> violations(Model model) {
        return Stream.concat(
                tasks(model).flatMap(task -> violations(task, choices(task, model)).stream()), unoffered(model));
    }

    private static Stream<UserTask> tasks(Model model) {
        return model.all(UserTask.class).filter(task -> task.getCamundaFormRef() != null);
    }

    private static Map<String, Set<String>> choices(UserTask task, Model model) {
        return Form.choices(model.folder(), task.getCamundaFormRef());
    }

    /** Several tasks may lead to one gateway; one of their forms has to offer what a flow waits for. */
    private static Stream<String> unoffered(Model model) {
        var offered = new HashMap<String, Set<String>>();
        tasks(model)
                .forEach(task -> choices(task, model)
                        .forEach((field, choices) -> offered.computeIfAbsent(field, any -> new HashSet<>())
                                .addAll(choices)));
        return model.all(SequenceFlow.class)
                .filter(flow -> condition(flow)
                        .filter(match -> offered.containsKey(match.group(1)))
                        .filter(match -> !offered.get(match.group(1)).contains(match.group(2)))
                        .isPresent())
                .map(flow -> flow.getId() + " waits for a choice that no form offers");
    }

    private static List<String> violations(UserTask task, Map<String, Set<String>> offered) {
        Map<String, Set<String>> flows = flows(task);
        var found = new ArrayList<String>();
        offered.forEach((field, choices) -> {
            Set<String> known = flows.getOrDefault(field, Set.of());
            List<String> others = choices.stream()
                    .filter(choice -> !known.contains(choice))
                    .sorted()
                    .toList();
            if (!known.isEmpty() && others.size() > 1) {
                found.add(task.getId() + " offers " + String.join(", ", others) + " in '" + field
                        + "', and all of them go the same way");
            }
        });
        return found;
    }

    /** What the gateways right behind the task ask for: field to values. */
    private static Map<String, Set<String>> flows(UserTask task) {
        var found = new HashMap<String, Set<String>>();
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>(List.of(task));
        while (!open.isEmpty()) {
            FlowNode here = open.remove();
            if (!seen.add(here)) {
                continue;
            }
            here.getOutgoing().forEach(flow -> {
                condition(flow)
                        .ifPresent(match -> found.computeIfAbsent(match.group(1), field -> new HashSet<>())
                                .add(match.group(2)));
                if (flow.getTarget() instanceof Gateway next) {
                    open.add(next);
                }
            });
        }
        return found;
    }

    private static Optional<Matcher> condition(SequenceFlow flow) {
        return Optional.ofNullable(flow.getConditionExpression())
                .map(condition -> CHOSEN.matcher(condition.getTextContent()))
                .filter(Matcher::matches);
    }
}
