package dev.kaltstart.architecture.model;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In every scenario, with all that it calls, a fact is written by one step, one human task or one form. */
class FactOwnersTest {

    private static final Beans BEANS = Beans.ofTheProgram();

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyFactOfAScenarioHasOneWriter(Path scenario) throws IOException {
        assertThat(FactRule.violations(tree(scenario))).isEmpty();
    }

    static List<Path> scenarios() throws IOException {
        return ModelTest.models().stream()
                .filter(file -> !file.toString().contains("/shared/"))
                .toList();
    }

    private static List<Model> tree(Path scenario) throws IOException {
        Map<String, Path> files = ModelTest.models().stream()
                .collect(toMap(file -> file.getFileName().toString().replace(".bpmn", ""), file -> file));
        var tree = new ArrayList<Model>();
        collect(scenario, files, tree);
        return tree;
    }

    private static void collect(Path file, Map<String, Path> files, List<Model> tree) {
        if (tree.stream().anyMatch(model -> model.file().equals(file))) {
            return;
        }
        Model model = Model.read(file, BEANS, files.keySet());
        tree.add(model);
        model.all(CallActivity.class)
                .map(CallActivity::getCalledElement)
                .collect(toSet())
                .forEach(called -> collect(files.get(called), files, tree));
    }

    @Test
    void twoWritersABaseFactAndAFactOfNoWriterAreShown() throws IOException {
        Path good = Path.of("src/test/resources/models/wipe-node");
        for (String file : List.of("wipe-node.bpmn")) {
            Files.copy(good.resolve(file), temporary.resolve(file));
        }
        Files.writeString(
                temporary.resolve("forms.yaml"),
                "resolve: { answers: { mode: { label: M, type: line }, seen: { label: S, type: line } } }");
        var beans = new Beans(
                Map.of("lookAround", LooksAround.class, "wipeDisk", LooksAgain.class), Map.of("resolve", Asks.class));

        var violations = FactRule.violations(List.of(Model.read(temporary.resolve("wipe-node.bpmn"), beans, Set.of())));

        assertThat(violations)
                .contains(
                        "'mode' belongs to no step, and is written by [the form resolve]",
                        "'seen' has more than one writer: [LooksAgain, LooksAround, the form resolve]")
                .anyMatch(violation -> violation.matches("'\\w+' is read in .*, and nothing writes it"));
    }

    private static class LooksAround extends Step {
        @Override
        public Set<Fact<?>> writes() {
            return Set.of(Fact.flag("seen"));
        }

        @Override
        public Check check(Run run) {
            return Check.met("looked");
        }
    }

    private static final class LooksAgain extends LooksAround {
        @Override
        public Set<Fact<?>> writes() {
            return Set.of(Fact.flag("seen"));
        }
    }

    private static final class Asks extends HumanTask {
        @Override
        public Brief brief(Run run) {
            return new Brief("", List.of(), "", "");
        }
    }
}
