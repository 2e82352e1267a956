package dev.kaltstart.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.model.ActivityNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnPlane;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to a model when it is deployed. */
class ResolveExpansionTest {

    private static final Path STUCK = Path.of("src/test/resources/resolve-models/stuck-phase/stuck-phase.bpmn");

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            return files.filter(file -> file.toString().endsWith(".bpmn")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void isTheSameEveryTimeAndAValidModel(Path model) throws IOException {
        ResolveExpansion.Expanded first = expanded(model);
        ResolveExpansion.Expanded second = expanded(model);

        assertThat(second.model()).isEqualTo(first.model());
        assertThat(second.forms().keySet()).isEqualTo(first.forms().keySet());
        second.forms()
                .forEach(
                        (name, form) -> assertThat(form).isEqualTo(first.forms().get(name)));
        BpmnModelInstance read = read(first);
        assertThat(read.getModelElementsByType(ServiceTask.class))
                .allSatisfy(step -> assertThat((Object) read.getModelElementById("resolve_" + step.getId()))
                        .as(step.getId())
                        .isNotNull());
    }

    @Test
    void putsTheTaskUnderTheStepAndNothingElseIntoTheDiagram() throws IOException {
        BpmnModelInstance drawn = Bpmn.readModelFromFile(STUCK.toFile());
        BpmnModelInstance expanded = read(expanded(STUCK));

        for (ServiceTask step : drawn.getModelElementsByType(ServiceTask.class)) {
            if (step.getDiagramElement() == null) {
                continue;
            }
            BpmnShape shape = expanded.getModelElementById(step.getId() + "_shape");
            BpmnShape task = expanded.getModelElementById("resolve_" + step.getId() + "_shape");
            assertThat(task.getBpmnElement().getId()).isEqualTo("resolve_" + step.getId());
            assertThat(task.getBounds().getX()).isEqualTo(shape.getBounds().getX());
            assertThat(task.getBounds().getY()).isEqualTo(shape.getBounds().getY());
            assertThat(task.getBounds().getWidth()).isEqualTo(shape.getBounds().getWidth());
            assertThat(task.getBounds().getHeight()).isEqualTo(shape.getBounds().getHeight());
            assertThat(shape.getDomElement().getParentElement().getChildElements())
                    .as("under the step, in its own plane")
                    .containsSubsequence(task.getDomElement(), shape.getDomElement());
        }
        assertThat(shapes(expanded)).hasSize(shapes(drawn).size() + 3);
        assertThat(expanded.getModelElementsByType(BpmnPlane.class)).hasSize(2);
    }

    private static List<String> shapes(BpmnModelInstance model) {
        return model.getModelElementsByType(BpmnShape.class).stream()
                .map(BpmnShape::getId)
                .toList();
    }

    @Test
    void namesAFormByWhatItOffers() throws IOException {
        assertThat(expanded(STUCK).forms().keySet()).containsExactly("resolve", "resolve-or-skip", "resolve_stuckLast");
        assertThat(new String(expanded(STUCK).forms().get("resolve_stuckLast"), StandardCharsets.UTF_8))
                .contains("\"label\" : \"Force it\"", "\"value\" : \"forceIt\"")
                .doesNotContain("skip");
    }

    @Test
    void refusesAModelThatDrawsTheLoopItself() throws IOException {
        String drawn = Files.readString(STUCK).replace("errorCode=\"NO_QUORUM\"", "errorCode=\"needsHuman\"");

        assertThatThrownBy(() -> ResolveExpansion.of(new ByteArrayInputStream(drawn.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'noQuorum' catches needsHuman");
    }

    /** Recoveries that run by such a model go on by it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resolve_remove",
                "resolveOrSkip_verify",
                "resolveDrain_evacuate",
                "resolveMachine_provision",
                "resolveDriftOrSkip_verify",
                "resolve_stuckFirst"
            })
    void servesTheTasksThatEarlierModelsDrew(String activity) {
        assertThat(ActivityNames.bean(activity)).isEqualTo("resolve");
    }

    private static ResolveExpansion.Expanded expanded(Path model) throws IOException {
        return ResolveExpansion.of(new ByteArrayInputStream(Files.readAllBytes(model)));
    }

    private static BpmnModelInstance read(ResolveExpansion.Expanded expanded) {
        return Bpmn.readModelFromStream(new ByteArrayInputStream(expanded.model()));
    }
}
