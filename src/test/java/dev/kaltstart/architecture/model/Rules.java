package dev.kaltstart.architecture.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What every model has to keep to. */
final class Rules {

    /** One of them. Its violations are sentences about elements, named by their ids. */
    @FunctionalInterface
    interface Rule {
        Stream<String> violations(Model model);
    }

    private static final List<Rule> ALL = List.of(
            new IdentityRule(),
            new ServiceTaskRule(),
            new UserTaskRule(),
            new FlowRule(),
            new CodeRule(),
            new ApprovalRule(),
            new ChoiceRule(),
            new DiagramRule(),
            new LineRule());

    private Rules() {}

    static List<String> violations(Path file, Beans beans, Set<String> known) {
        Model model;
        try {
            model = Model.read(file, beans, known);
        } catch (RuntimeException problem) {
            return List.of("is not BPMN: " + problem.getMessage());
        }
        return ALL.stream().flatMap(rule -> rule.violations(model)).toList();
    }
}
