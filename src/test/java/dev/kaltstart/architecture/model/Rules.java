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
            new MilestoneRule(),
            new UserTaskRule(),
            new FlowRule(),
            new CodeRule(),
            new ApprovalRule(),
            new ChoiceRule(),
            new NameRule(),
            new DiagramRule(),
            new LineRule(),
            new LabelRule(),
            new PlaneRule());

    /** What the models of the program have to keep to besides. */
    private static final List<Rule> PROGRAM = List.of(new LoopRule());

    private static final List<Rule> SCENARIO = List.of(new PhaseRule(), new AbortRule(), new GateRule());

    private Rules() {}

    /** Of a model in {@code processes/}. */
    static List<String> programViolations(Path file, Beans beans, Set<String> known) {
        Model model = Model.read(file, beans, known);
        return Stream.of(
                        violations(file, beans, known).stream(),
                        PROGRAM.stream().flatMap(rule -> rule.violations(model)),
                        model.shared()
                                ? Stream.<String>of()
                                : SCENARIO.stream().flatMap(rule -> rule.violations(model)))
                .flatMap(found -> found)
                .toList();
    }

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
