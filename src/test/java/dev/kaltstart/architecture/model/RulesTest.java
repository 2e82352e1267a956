package dev.kaltstart.architecture.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes a model that keeps all rules, damages it in one place, and sees that the rule for it complains. */
class RulesTest {

    private static final Path GOOD = Path.of("src/test/resources/models/wipe-node");
    private static final Beans BEANS = new Beans(
            Map.of("lookAround", LookAround.class, "wipeDisk", WipeDisk.class), Map.of("resolve", Resolve.class));
    private static final Set<String> KNOWN = Set.of("wipe-node", "approve");

    @TempDir
    private Path temporary;

    @Test
    void aGoodModelHasNoViolations() {
        assertThat(Rules.violations(GOOD.resolve("wipe-node.bpmn"), BEANS, KNOWN))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void oneDamageIsOneViolation(String expected, String part, String replacement) throws IOException {
        String good = Files.readString(GOOD.resolve("wipe-node.bpmn"));
        assertThat(good).contains(part);
        Path bad = copy("wipe-node").resolve("wipe-node.bpmn");
        Files.writeString(bad, good.replace(part, replacement));
        assertThat(Rules.violations(bad, BEANS, KNOWN))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedForms")
    void oneDamagedFormIsOneViolation(String expected, String file, String content) throws IOException {
        Path folder = copy("wipe-node");
        if (content.isEmpty()) {
            Files.delete(folder.resolve(file));
        } else {
            Files.writeString(folder.resolve(file), content);
        }
        assertThat(Rules.violations(folder.resolve("wipe-node.bpmn"), BEANS, KNOWN))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @Test
    void aFolderAndAFileAreCalledLikeTheirProcess() throws IOException {
        Path folder = copy("wipe");
        Files.move(folder.resolve("wipe-node.bpmn"), folder.resolve("wipe.bpmn"));
        assertThat(Rules.violations(folder.resolve("wipe.bpmn"), BEANS, KNOWN))
                .containsExactly(
                        "the file must be called wipe-node.bpmn, like the process in it",
                        "the folder must be called wipe-node, like the process in it");
    }

    @Test
    void aWayRoundTheApprovalIsShown() throws IOException {
        Path bad =
                damaged("sourceRef=\"approved\" targetRef=\"wipeDisk\"", "sourceRef=\"look\" targetRef=\"wipeDisk\"");
        assertThat(Rules.violations(bad, BEANS, KNOWN))
                .contains("wipeDisk destroys, and is reached without an approval that names it:"
                        + " start > look > start_look > lookAround > end_look > wipeDisk");
    }

    @Test
    void anApprovalThatWasBrokenOffAllowsNothing() throws IOException {
        String attached = "attachedToRef=\"look\"";
        Path bad = damaged(attached, "attachedToRef=\"approve_wipe\"");
        Files.writeString(
                bad,
                Files.readString(bad)
                        .replace(
                                "\"resolve_look\" targetRef=\"aborted_look\"",
                                "\"resolve_look\" targetRef=\"wipeDisk\""));
        assertThat(Rules.violations(bad, BEANS, KNOWN))
                .anySatisfy(violation ->
                        assertThat(violation).endsWith("approve_wipe > needsHuman_look > resolve_look > wipeDisk"));
    }

    /** As it was once: "skip" was offered where no flow knew it, and silently led on as the default. */
    @Test
    void aChoiceThatNoFlowKnowsIsRefused() throws IOException {
        Path folder = copyOf("gitops-drift");
        Model model = Model.read(folder.resolve("gitops-drift.bpmn"), BEANS, KNOWN);
        assertThat(new ChoiceRule().violations(model)).isEmpty();

        Path forms = folder.resolve("forms.yaml");
        String byHand = "        byHand: \"By hand";
        Files.writeString(forms, Files.readString(forms).replace(byHand, "        skip: Skip\n" + byHand));
        assertThat(new ChoiceRule().violations(model))
                .containsExactly("decidePush offers again, skip in 'pushDecision', and all of them go the same way");

        Files.writeString(forms, Files.readString(forms).replace("abort: ", "stop: "));
        assertThat(new ChoiceRule().violations(model))
                .contains("flow_push_decision_push_givenUp waits for a choice that no form offers");
    }

    @Test
    void aPlaneThatIsTooFullIsRefused() throws IOException {
        var gateways = new StringBuilder();
        var shapes = new StringBuilder();
        for (int i = 1; i <= 24; i++) {
            gateways.append("<bpmn:exclusiveGateway id=\"more%d\" />".formatted(i));
            shapes.append("""
                    <bpmndi:BPMNShape id="more%d_shape" bpmnElement="more%1$d">
                      <dc:Bounds x="%d" y="800" width="30" height="30" />
                    </bpmndi:BPMNShape>""".formatted(i, 200 + 40 * i));
        }
        Path bad = damaged("</bpmn:process>", gateways + "</bpmn:process>");
        Files.writeString(bad, Files.readString(bad).replace("</bpmndi:BPMNPlane>", shapes + "</bpmndi:BPMNPlane>"));
        assertThat(new PlaneRule().violations(Model.read(bad, BEANS, KNOWN)))
                .singleElement()
                .asString()
                .startsWith("wipe-node has 41 elements on its plane");
    }

    @ParameterizedTest
    @CsvSource({
        "isInterrupting=\"true\", isInterrupting=\"false\"",
        "messageRef=\"message_abort\", messageRef=\"message_other\"",
        "name=\"Aborted by a person\" triggeredByEvent=\"true\", name=\"Aborted by a person\"",
    })
    void aScenarioHearsThatItIsToStop(String part, String replacement) throws IOException {
        Path file = Path.of("processes/node-failure/node-failure.bpmn");
        Beans beans = new Beans(Map.of(), Map.of());
        assertThat(new AbortRule().violations(Model.read(file, beans, KNOWN))).isEmpty();

        String good = Files.readString(file);
        assertThat(good).contains(part);
        String other = "<bpmn:message id=\"message_other\" name=\"other\" />";
        Path bad = Files.writeString(
                temporary.resolve("node-failure.bpmn"),
                good.replace(part, replacement).replace("<bpmn:process ", other + "<bpmn:process "));
        assertThat(new AbortRule().violations(Model.read(bad, beans, KNOWN)))
                .singleElement()
                .asString()
                .contains("message 'abort'");
    }

    @ParameterizedTest
    @CsvSource({
        "\"checkPrerequisites\", \"lookAround\", needs the step checkPrerequisites",
        "targetRef=\"remove_done\", targetRef=\"checkPrerequisites\", deleteNode destroys before checkPrerequisites",
    })
    void aScenarioProvesThatItCanInstallANodeBeforeItDestroysOne(String part, String replacement, String expected)
            throws IOException {
        Path file = Path.of("processes/node-failure/node-failure.bpmn");
        Beans beans = Beans.ofTheProgram();
        assertThat(new GateRule().violations(Model.read(file, beans, KNOWN))).isEmpty();

        String good = Files.readString(file);
        assertThat(good).contains(part);
        Path bad = Files.writeString(temporary.resolve("node-failure.bpmn"), good.replace(part, replacement));
        assertThat(new GateRule().violations(Model.read(bad, beans, KNOWN)))
                .anySatisfy(violation -> assertThat(violation).contains(expected));
    }

    @Test
    void aScenarioHasFiveToEightPhasesAndNothingElseOnItsTopLevel() {
        Model model = Model.read(GOOD.resolve("wipe-node.bpmn"), BEANS, KNOWN);
        assertThat(new PhaseRule().violations(model))
                .containsExactly(
                        "the top level has 2 phases, and not 5 to 8",
                        "resolve_look belongs into a phase",
                        "wipeDisk belongs into a phase",
                        "look is a phase, and must be drawn collapsed",
                        "look is a phase, and has no plane of its own");
    }

    @Test
    void aPhaseIsCollapsedAndHasAPlaneOfItsOwn() throws IOException {
        Path file = copyOf("node-failure").resolve("node-failure.bpmn");
        assertThat(new PhaseRule().violations(Model.read(file, BEANS, KNOWN))).isEmpty();

        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "bpmnElement=\"remove\" isExpanded=\"false\"",
                                "bpmnElement=\"remove\" isExpanded=\"true\"")
                        .replace(
                                "id=\"evacuate-plane\" bpmnElement=\"evacuate\"",
                                "id=\"evacuate-plane\" bpmnElement=\"dead\""));
        assertThat(new PhaseRule().violations(Model.read(file, BEANS, KNOWN)))
                .containsExactly(
                        "evacuate is a phase, and has no plane of its own",
                        "remove is a phase, and must be drawn collapsed");
    }

    @ParameterizedTest
    @CsvSource({
        "callActivity id=\"restoreNamespace\", restoreNamespace is a milestone and a loop",
        "subProcess id=\"reconcile\", reconcile is a milestone: neither a step nor a call",
        "callActivity id=\"verifyRecovery\", verifyRecovery is a milestone: verify-recovery can be skipped",
    })
    void aMilestoneIsReachedOnceAndCannotBePassedBy(String element, String expected) throws IOException {
        Path file = copyOf("gitops-drift").resolve("gitops-drift.bpmn");
        Model good = Model.read(file, BEANS, KNOWN);
        assertThat(new MilestoneRule().violations(good)).isEmpty();

        String model = Files.readString(file);
        int properties = model.indexOf("<bpmn:extensionElements>", model.indexOf(element)) + 24;
        String milestone = "<camunda:properties><camunda:property name=\"milestone\" value=\"back\" />";
        Files.writeString(
                file,
                model.substring(0, properties) + milestone + "</camunda:properties>" + model.substring(properties));
        assertThat(new MilestoneRule().violations(Model.read(file, BEANS, KNOWN)))
                .containsExactly(expected);
    }

    @Test
    void theLoopAroundAStuckStepIsLeftToTheEngine() {
        assertThat(new LoopRule().violations(Model.read(GOOD.resolve("wipe-node.bpmn"), BEANS, KNOWN)))
                .containsExactly(
                        "needsHuman_look catches needsHuman, which is the engine's: catch a failure code",
                        "resolve_look is a task that the engine adds to each step");
    }

    @Test
    void aTaskNeedsItsBeanAndACallItsModel() {
        assertThat(Rules.violations(GOOD.resolve("wipe-node.bpmn"), new Beans(Map.of(), Map.of()), Set.of()))
                .containsExactly(
                        "lookAround needs a step whose bean is lookAround",
                        "wipeDisk needs a step whose bean is wipeDisk",
                        "lookAround_again needs a step whose bean is lookAround",
                        "resolve_look needs a human task whose bean is resolve",
                        "approve_wipe calls approve, and there is no such model");
    }

    @Test
    void aSharedPartMayEndAsItLikes() throws IOException {
        Path folder = copy("shared/wipe-node");
        String good = Files.readString(folder.resolve("wipe-node.bpmn"));
        Files.writeString(folder.resolve("wipe-node.bpmn"), good.replace("\"recovered\"", "\"end\""));
        assertThat(Rules.violations(folder.resolve("wipe-node.bpmn"), BEANS, KNOWN))
                .isEmpty();
    }

    @Test
    void aDrawingFromTopToBottomIsRefused() throws IOException {
        Path bad = copy("wipe-node").resolve("wipe-node.bpmn");
        String good = Files.readString(bad);
        Files.writeString(
                bad,
                good.replaceAll("x=\"(\\d+)\" y=\"(\\d+)\"", "x=\"$2\" y=\"$1\"")
                        .replaceAll("width=\"(\\d+)\" height=\"(\\d+)\"", "width=\"$2\" height=\"$1\""));
        assertThat(new LineRule().violations(Model.read(bad, BEANS, KNOWN)))
                .singleElement()
                .asString()
                .contains("of 12 flows do not lead to the right");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                        BadModels.IDENTITY,
                        BadModels.TASKS,
                        BadModels.MILESTONES,
                        BadModels.FLOW,
                        BadModels.CODE,
                        BadModels.DRAWING,
                        BadModels.NAMES,
                        BadModels.LABELS)
                .flatMap(List::stream)
                .map(damage -> arguments(damage.expected(), damage.part(), damage.replacement()));
    }

    static Stream<Arguments> damagedForms() {
        return Stream.of(
                arguments("there is no form resolve", "forms.yaml", ""),
                arguments("asks for nothing", "forms.yaml", "resolve: { answers: {} }"));
    }

    private Path damaged(String part, String replacement) throws IOException {
        Path model = copy("wipe-node").resolve("wipe-node.bpmn");
        String good = Files.readString(model);
        assertThat(good).contains(part);
        return Files.writeString(model, good.replace(part, replacement));
    }

    private Path copyOf(String scenario) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(scenario));
        try (var files = Files.list(Path.of("processes").resolve(scenario))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }

    private Path copy(String name) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(name));
        for (String file : List.of("wipe-node.bpmn", "forms.yaml")) {
            Files.copy(GOOD.resolve(file), folder.resolve(file));
        }
        return folder;
    }

    static final class LookAround extends Step {
        @Override
        public Check check(Run run) {
            return Check.met("looked");
        }
    }

    static final class WipeDisk extends Step.Destructive {
        @Override
        public Check check(Run run) {
            return Check.notYet("nothing is wiped here");
        }

        @Override
        public Check identity(Run run) {
            return Check.unknown("there is no disk");
        }

        @Override
        public Plan plan(Run run) {
            return Plan.nothing(run.subject(), "nothing is wiped here");
        }

        @Override
        public void perform(Run run, Plan approved) {}
    }

    static final class Resolve extends HumanTask {
        @Override
        public Brief brief(Run run) {
            return new Brief("", List.of(), "", "");
        }
    }
}
