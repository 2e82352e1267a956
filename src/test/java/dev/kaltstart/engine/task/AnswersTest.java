package dev.kaltstart.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.EngineFixture;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.resolve.ResolveExpansion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.NestedExceptionUtils;

/** What can be written into the engine through a task, by each way that Java has. */
@SpringBootTest(
        classes = EngineFixture.class,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:answers;DB_CLOSE_DELAY=-1",
            "kaltstart.processes=engine-models/",
            "camunda.bpm.authorization.enabled=false"
        })
class AnswersTest {

    private static final Map<String, Object> ANSWERS =
            Map.of("said", "go on", "way", "up", "howMany", 2, "allowed", true, "place", "cellar", "toll", "a coin");

    @Autowired
    Processes processes;

    @Autowired
    HumanTasks tasks;

    @Autowired
    EngineFixture.World world;

    @Autowired
    TaskService camunda;

    @Autowired
    FormService forms;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    HistoryService history;

    @Autowired
    IdentityService identity;

    @Autowired
    ProcessEngineConfigurationImpl configuration;

    private String recovery = "";
    private String task = "";

    @BeforeEach
    void aTaskIsOpen() {
        begin("asks");
    }

    private void begin(String model) {
        recovery = "asks-" + UUID.randomUUID();
        world.failures.put(recovery, new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        processes.start(
                model,
                recovery,
                Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));
        task = await().atMost(Duration.ofSeconds(20))
                .until(() -> tasks.open(recovery), open -> !open.isEmpty())
                .get(0)
                .id();
    }

    @AfterEach
    void forgetWhoWasThere() {
        identity.clearAuthentication();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("strangers")
    void refusesWhatTheFormDoesNotAskForOrNotLikeThis(String key, Object value, String message) {
        var answers = Variables.createVariables().putValue("said", "go on").putValue(key, value);
        var before = variables();

        refuses(() -> tasks.complete(task, "ada", answers), message);
        refuses(() -> camunda.complete(task, answers), message);
        refuses(() -> camunda.completeWithVariablesInReturn(task, answers, false), message);
        refuses(() -> forms.submitTaskForm(task, answers), message);
        refuses(() -> forms.submitTaskFormWithVariablesInReturn(task, answers, false), message);
        assertThat(variables()).isEqualTo(before);
        assertThat(tasks.open(recovery)).hasSize(1);
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                arguments(
                        "node", "cp-1", "no field 'node'; it has said, way, howMany, allowed, place, toll, exactPlace"),
                arguments("mode", "live", "no field 'mode'"),
                arguments("taskWhy", "nothing", "no field 'taskWhy'"),
                arguments("taskDraft_said", "x", "no field 'taskDraft_said'"),
                arguments("fixed", "x", "'fixed' is shown, and cannot be changed"),
                arguments("problem", "nothing", "'problem' is shown, and cannot be changed"),
                arguments("said", 7, "'said' has the wrong type: it must be a text"),
                arguments("said", Variables.byteArrayValue(new byte[] {1}), "it must be a text"),
                arguments(
                        "said", Variables.fileValue("key").file(new byte[] {1}).create(), "it must be a text"),
                arguments("said", Variables.objectValue(List.of("x")).create(), "it must be a text"),
                arguments("said", Variables.stringValue("x", true), "must be kept"),
                arguments("said", "x".repeat(4001), "too long"),
                arguments("way", "sideways", "'way' must be one of up, down"),
                arguments("place", "attic", "'place' must be one of kitchen, cellar"),
                arguments("way", "up", "'toll' is required: The price of the way up"),
                arguments("howMany", "two", "it must be a number"),
                arguments("allowed", "true", "it must be a yes or no"));
    }

    @Test
    void takesTheFieldsOfTheFormAndTellsAllOfThem() {
        tasks.complete(task, "ada", ANSWERS);

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(world.happened)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(EngineEvent.TaskCompleted.class, completed -> {
                            assertThat(completed.recovery()).isEqualTo(recovery);
                            assertThat(completed.answers())
                                    .isEqualTo(
                                            "said: go on; way: up; howMany: 2; allowed: yes; place: cellar; toll: a coin");
                        }));
    }

    @Test
    void leavesOutWhatTheOtherAnswersDoNotAskFor() {
        String instance = instance();
        tasks.complete(task, "ada", Map.of("said", "go on", "way", "down", "toll", "a coin"));

        assertThat(variables(instance)).contains("way=down").noneMatch(variable -> variable.startsWith("toll="));
    }

    @Test
    void offersWhatTheTaskFoundAndNothingThatAVariableSays() throws IOException {
        runtime.setVariable(instance(), "taskOptions_place", "attic The attic\n");

        try (var form = forms.getDeployedTaskForm(task)) {
            JsonNode place = new ObjectMapper()
                    .readTree(form)
                    .path("components")
                    .valueStream()
                    .filter(component -> component.path("key").asText().equals("place"))
                    .findFirst()
                    .orElseThrow();
            assertThat(place.path("values").findValuesAsText("value")).containsExactly("kitchen", "cellar");
            assertThat(place.path("values").findValuesAsText("label")).containsExactly("The kitchen", "The cellar");
        }
        refuses(
                () -> tasks.complete(task, "ada", Map.of("said", "go on", "place", "attic")),
                "'place' must be one of kitchen, cellar");
    }

    /** A form as models had it before forms were generated. */
    @Test
    void aTaskWithAFormOfAnEarlierVersionIsCompleted() throws IOException {
        String old = """
                {"schemaVersion": 16, "id": "choose", "type": "default", "components": [
                  {"type": "textarea", "id": "field_said", "key": "said", "label": "What do you say?"},
                  {"type": "textfield", "id": "field_place", "key": "place", "label": "Where?"}]}""";
        String key = "asks-before";
        String model = Files.readString(Path.of("src/test/resources/engine-models/asks/asks.bpmn"))
                .replace("id=\"asks\"", "id=\"" + key + "\"")
                .replace("bpmnElement=\"asks\"", "bpmnElement=\"" + key + "\"");
        var expanded = ResolveExpansion.of(new ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8)));
        var deployment = repository
                .createDeployment()
                .addInputStream("asks-before/asks-before.bpmn", new ByteArrayInputStream(expanded.model()))
                .addString("asks-before/choose.form", old);
        expanded.forms()
                .forEach((form, text) ->
                        deployment.addInputStream("asks-before/" + form + ".form", new ByteArrayInputStream(text)));
        deployment.deploy();
        begin(key);

        refuses(() -> tasks.complete(task, "ada", Map.of("said", "go on", "way", "up")), "no field 'way'");
        tasks.complete(task, "ada", Map.of("said", "go on", "place", "attic"));

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(world.happened).anyMatch(event -> event.toString().contains("said: go on; place: attic"));
    }

    @Test
    void takesBackUnchangedWhatAFormOnlyShows() {
        var answers = new HashMap<>(ANSWERS);
        answers.put("problem", runtime.getVariable(instance(), "problem"));

        tasks.complete(task, "ada", answers);

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(world.happened)
                .filteredOn(event -> event.recovery().equals(recovery) && event instanceof EngineEvent.TaskCompleted)
                .isNotEmpty()
                .noneMatch(event -> event.toString().contains("problem:"));
    }

    @Test
    void anAnswerToAnEarlierTaskIsNoneToThisOne() {
        runtime.setVariable(instance(), "said", "what was said before");

        refuses(() -> tasks.complete(task, "ada", Map.of()), "say something");
    }

    @Test
    void aTaskIsNotGotPastByAnyOtherWay() {
        var before = variables();
        Map<String, Object> node = Map.of("node", "cp-1");
        Map<String, Object> said = Map.of("said", "go on");
        var inner = (TaskServiceImpl) camunda;

        for (ThrowingCallable way : List.<ThrowingCallable>of(
                () -> camunda.resolveTask(task, said),
                () -> camunda.delegateTask(task, "ada"),
                () -> camunda.handleBpmnError(task, "needsHuman"),
                () -> camunda.handleBpmnError(task, "needsHuman", "words"),
                () -> camunda.handleBpmnError(task, "needsHuman", "words", node),
                () -> camunda.handleEscalation(task, "any"),
                () -> camunda.handleEscalation(task, "any", node),
                () -> camunda.setVariable(task, "said", "x"),
                () -> camunda.setVariables(task, node),
                () -> inner.updateVariables(task, node, List.of()),
                () -> camunda.removeVariable(task, "problem"),
                () -> camunda.removeVariables(task, List.of("problem")),
                () -> camunda.removeVariableLocal(task, "taskWhy"),
                () -> camunda.removeVariablesLocal(task, List.of("taskWhy")),
                () -> inner.updateVariablesLocal(task, Map.of(), List.of("taskWhy")))) {
            refuses(way, "completing it");
        }
        assertThat(variables()).isEqualTo(before);
    }

    @Test
    void aCommandThatGoesRoundTheServicesIsRefusedByTheTask() {
        Map<String, Object> node = Map.of("said", "x", "node", "cp-1");

        refuses(
                () -> configuration
                        .getCommandExecutorTxRequired()
                        .execute(new CompleteTaskCmd(task, node, false, false)),
                "were not checked");
        assertThat(tasks.open(recovery)).hasSize(1);
    }

    @Test
    void keepsDraftsOfFieldsAndNothingElseWithATask() {
        camunda.setVariableLocal(task, "taskDraft_said", "half a sen");
        assertThat(forms.getTaskFormVariables(task)).containsEntry("taskDraft_said", "half a sen");

        refuses(() -> camunda.setVariableLocal(task, "taskDraft_allowed", true), "never stored in a draft");
        refuses(() -> camunda.setVariableLocal(task, "taskDraft_place", "attic"), "one of kitchen, cellar");
        refuses(() -> camunda.setVariableLocal(task, "taskOptions_place", "attic x"), "no such field");
        refuses(() -> camunda.setVariableLocal(task, "taskDraft_node", "cp-1"), "no such field");
        refuses(() -> camunda.setVariableLocal(task, "taskWhy", "nothing"), "no such field");
        refuses(() -> camunda.setVariablesLocal(task, Map.of("taskDraft_said", 7)), "must be a text");
        refuses(
                () -> ((TaskServiceImpl) camunda).updateVariablesLocal(task, Map.of("said", "x"), null),
                "no such field");
    }

    @Test
    void noFormComesWithAGestureMadeBySomebodyBefore() {
        runtime.setVariable(instance(), "allowed", true);
        runtime.setVariable(instance(), "way", "up");

        assertThat(forms.getTaskFormVariables(task))
                .doesNotContainKey("allowed")
                .containsEntry("way", "up");
        assertThat(forms.getTaskFormVariables(task, List.of("allowed"), false)).isEmpty();
    }

    @Test
    void onlyAPersonWhoCanWorkOnATaskHasIt() {
        operator("grace");
        identity.saveUser(identity.newUser("nina"));

        for (String person : List.of("nobody\"<x>", "nina")) {
            refuses(() -> camunda.setAssignee(task, person), "no such person");
            refuses(() -> camunda.claim(task, person), "no such person");
            refuses(() -> camunda.setOwner(task, person), "no such person");
            refuses(() -> camunda.addUserIdentityLink(task, person, IdentityLinkType.ASSIGNEE), "no such person");
        }
        refuses(
                () -> {
                    var changed = camunda.createTaskQuery().taskId(task).singleResult();
                    changed.setAssignee("nina");
                    camunda.saveTask(changed);
                },
                "no such person");
        camunda.claim(task, "grace");
        refuses(() -> tasks.complete(task, "ada", ANSWERS), "claimed by grace");
        identity.setAuthenticatedUserId("ada");
        refuses(() -> camunda.complete(task, ANSWERS), "claimed by grace");
        refuses(() -> forms.submitTaskForm(task, ANSWERS), "claimed by grace");
        camunda.setAssignee(task, null);
        assertThatCode(() -> camunda.complete(task, ANSWERS)).doesNotThrowAnyException();
    }

    @Test
    void theRobotIsNoPersonAndAnswersOnlyWhatIsKnownToBeARehearsal() {
        refuses(() -> tasks.complete(task, "rehearsal", ANSWERS), "no unattended rehearsal");

        assertThatThrownBy(() -> identity.saveUser(identity.newUser("Rehearsal")))
                .hasMessageContaining("no person can have it");
        world.unattended.add(recovery);
        assertThatCode(() -> tasks.complete(task, "rehearsal", ANSWERS)).doesNotThrowAnyException();
    }

    private void operator(String name) {
        identity.saveUser(identity.newUser(name));
        if (identity.createGroupQuery().groupId(People.OPERATORS).count() == 0) {
            identity.saveGroup(identity.newGroup(People.OPERATORS));
        }
        identity.createMembership(name, People.OPERATORS);
    }

    private static void refuses(ThrowingCallable way, String message) {
        assertThatThrownBy(way)
                .hasMessageContaining(message)
                .matches(thrown -> NestedExceptionUtils.getMostSpecificCause(thrown) instanceof HumanTask.Refused);
    }

    private String instance() {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .singleResult()
                .getId();
    }

    private List<String> variables() {
        return variables(instance());
    }

    private List<String> variables(String instance) {
        return history.createHistoricVariableInstanceQuery().processInstanceIdIn(instance).list().stream()
                .map(variable -> variable.getName() + "=" + variable.getValue())
                .sorted()
                .toList();
    }
}
