package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.recovery.Recoveries;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Walks every user task of every model and tries to set every fact that its form does not ask for: each fact at each task
 * at the services that all doors of the engine lead to, and through the doors themselves each task, each fact, and all of
 * them at once.
 */
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:every-task;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class EveryTaskTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FOUND = "a".repeat(40);
    /** One fact in so many is sent to a task over HTTP; the next task gets the next ones. */
    private static final int SHARE = 10;

    /** What a form is filled with to be read, and what earlier versions read from a variable; none may be set. */
    private static final Set<String> OTHERS = Set.of(
            "taskWhy",
            "taskCommands",
            "taskExpect",
            "taskCheck",
            "taskCode",
            "taskTried",
            "taskEvidence",
            "taskOptions_goodCommit",
            "machineUuid",
            "approver",
            "drainForced",
            "wantedCommit");

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService camunda;

    @Autowired
    FormService forms;

    @Autowired
    HistoryService history;

    @Autowired
    IdentityService identity;

    @Autowired
    Evidence evidence;

    private final HttpClient http = HttpClient.newHttpClient();
    /** More connections at once than this would be refused by the listener. */
    private final Semaphore underWay = new Semaphore(16);

    private final Set<String> facts = new TreeSet<>(OTHERS);
    private final List<Open> open = new ArrayList<>();

    /** A user task of a model, begun for this test. */
    private record Open(String model, String activity, String id, String instance, Set<String> fields) {}

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) throws IOException {
        // not by the test's own life cycle: the context is older than its instance
        Path home = Files.createTempDirectory("every-task");
        properties.add("kaltstart.home", home::toString);
    }

    @BeforeAll
    void everyTaskIsOpen() throws Exception {
        var settings = new Rehearsals.Settings(false, 1, List.of(), Map.of());
        String recovery = recoveries
                .start(new Recoveries.Request(
                        "homelab", "node-failure", Mode.REHEARSAL, "wk-2", null, "test", "test", null, settings))
                .id();
        facts.addAll(factsOfTheProgram());
        offerARestorePoint(recovery);
        for (var model :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            // every step has a task of its own to resolve it; one of each form has all there is to try
            var resolving = new HashSet<String>();
            for (UserTask task :
                    repository.getBpmnModelInstance(model.getId()).getModelElementsByType(UserTask.class)) {
                if (!task.getId().startsWith("resolve_") || resolving.add(task.getCamundaFormRef())) {
                    open.add(begin(model.getKey(), task.getId(), recovery));
                }
            }
        }
        open.forEach(task -> facts.addAll(task.fields()));
        assertThat(open).hasSizeGreaterThan(25);
        assertThat(facts)
                .contains("node", "mode", "recovery", "cluster", "approvalFor", "planBundle", "problem", "failureCode");
    }

    /** A select takes only what was found. */
    private void offerARestorePoint(String recovery) {
        var run = FakeRun.on(FakeCluster.homelab()).of(recovery).about(Subject.node("wk-2"));
        evidence.keep(run, "restore-points.json", """
                [{"claim": {"namespace": "office", "name": "data", "trouble": "is gone"},
                  "points": [{"method": "volume", "id": "pv-1", "label": "its former volume"}]}]""");
    }

    private Open begin(String model, String activity, String recovery) throws IOException {
        String instance = runtime.createProcessInstanceByKey(model)
                .businessKey(recovery)
                .startBeforeActivity(activity)
                .setVariables(Map.of(
                        "recovery",
                        recovery,
                        "cluster",
                        "homelab",
                        "mode",
                        "rehearsal",
                        "node",
                        "wk-2",
                        "approvalFor",
                        "deleteNode",
                        "preview",
                        "what was shown",
                        "problem",
                        "it does not go on",
                        "commitsSince",
                        FOUND + " 2026-11-28 14:03 UTC, Ada: Add media (files: +3 ~0 -0)"))
                .execute()
                .getId();
        String task = camunda.createTaskQuery()
                .processInstanceId(instance)
                .taskDefinitionKey(activity)
                .singleResult()
                .getId();
        try (var form = forms.getDeployedTaskForm(task)) {
            var fields = new TreeSet<String>();
            JSON.readTree(form).path("components").forEach(component -> {
                if (component.has("key") && !component.path("readonly").asBoolean()) {
                    fields.add(component.path("key").asText());
                }
            });
            return new Open(model, activity, task, instance, fields);
        }
    }

    /** Whatever the program calls a fact, also for itself alone. */
    private static Set<String> factsOfTheProgram() throws IllegalAccessException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return true;
            }
        };
        scanner.addIncludeFilter((reader, factory) -> true);
        var names = new TreeSet<String>();
        for (var candidate : scanner.findCandidateComponents("dev.kaltstart")) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), null);
            if (!type.getProtectionDomain()
                    .getCodeSource()
                    .equals(Fact.class.getProtectionDomain().getCodeSource())) {
                continue;
            }
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == Fact.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    names.add(((Fact<?>) field.get(null)).name());
                }
            }
        }
        return names;
    }

    @Test
    void noCompletionSetsAFactThatItsFormDoesNotAskFor() {
        for (Open task : open) {
            List<String> before = variables(task);
            Map<String, Object> examples = examples(task);
            strangers(task).forEach(fact -> {
                var answers = new HashMap<>(examples);
                answers.put(fact, "x");
                assertThatThrownBy(() -> tasks.complete(task.id(), "admin", answers))
                        .as(task + " " + fact)
                        .isInstanceOf(HumanTask.Refused.class)
                        .hasMessageContaining("'" + fact + "'");
            });
            assertThat(variables(task)).isEqualTo(before);
        }
        stillThere();
    }

    @Test
    void noServiceOfTheEngineSetsAFactThatItsFormDoesNotAskFor() {
        identity.setAuthentication("admin", List.of("operators"));
        try {
            for (Open task : open) {
                List<String> before = variables(task);
                Map<String, Object> examples = examples(task);
                for (String fact : strangers(task)) {
                    var answers = new HashMap<>(examples);
                    answers.put(fact, "x");
                    refuses(task, "'" + fact + "'", () -> camunda.complete(task.id(), answers));
                    refuses(task, "'" + fact + "'", () -> forms.submitTaskForm(task.id(), answers));
                    refuses(task, "no such field", () -> camunda.setVariablesLocal(task.id(), draft(Set.of(fact))));
                }
                assertThat(variables(task)).isEqualTo(before);
            }
        } finally {
            identity.clearAuthentication();
        }
        stillThere();
    }

    private static void refuses(Open task, String reason, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).as(task.toString()).hasMessageContaining(reason);
    }

    @Test
    void noRequestSetsAFactThatItsFormDoesNotAskFor() throws Exception {
        String session = loggedIn();
        var tried = new TreeSet<String>();
        for (int number = 0; number < open.size(); number++) {
            Open task = open.get(number);
            List<String> before = variables(task);
            List<String> strangers = strangers(task);
            var refused = new ArrayList<CompletableFuture<String>>();
            for (String fact : share(number)) {
                if (strangers.contains(fact)) {
                    tried.add(fact);
                    refused.addAll(refusals(task, session, Set.of(fact), fact));
                }
            }
            refused.addAll(refusals(task, session, Set.copyOf(strangers)));
            assertAll(task, refused);
            assertThat(variables(task)).isEqualTo(before);
        }
        assertThat(tried)
                .containsAll(facts.stream().filter(this::isAskedNowhere).toList());
        stillThere();
    }

    private List<String> share(int number) {
        List<String> all = List.copyOf(facts);
        return IntStream.range(0, all.size())
                .filter(n -> n % SHARE == number % SHARE)
                .mapToObj(all::get)
                .toList();
    }

    private boolean isAskedNowhere(String fact) {
        return open.stream().noneMatch(task -> task.fields().contains(fact));
    }

    /** Through each door. */
    private List<CompletableFuture<String>> refusals(Open task, String session, Set<String> facts, String... words)
            throws JsonProcessingException {
        var answers = new HashMap<>(examples(task));
        facts.forEach(fact -> answers.put(fact, "x"));
        String body = JSON.writeValueAsString(Map.of("variables", sent(answers)));
        String drafts = JSON.writeValueAsString(Map.of("modifications", sent(draft(facts))));
        String here = "/task/" + task.id();
        return List.of(
                refusal("/engine-rest" + here + "/complete", "", body, 400, words),
                refusal("/engine-rest" + here + "/submit-form", "", body, 400, words),
                refusal("/camunda/api/engine/engine/default" + here + "/submit-form", session, body, 400, words),
                refusal("/engine-rest" + here + "/localVariables", "", drafts, 400, "no such field"));
    }

    private static Map<String, Object> draft(Set<String> facts) {
        return facts.stream()
                .collect(Collectors.toMap(fact -> fact.startsWith("task") ? fact : "taskDraft_" + fact, fact -> "x"));
    }

    @Test
    void noRequestChoosesACommitThatKaltstartHasNotFound() throws Exception {
        Open task = open.stream()
                .filter(one -> one.activity().equals("chooseRevision"))
                .findFirst()
                .orElseThrow();
        String here = "/task/" + task.id();
        var refused = new ArrayList<CompletableFuture<String>>();
        String session = loggedIn();
        for (Map<String, Object> chosen : List.<Map<String, Object>>of(
                Map.of("undo", "state", "goodCommit", "b".repeat(40)),
                Map.of("undo", "commits", "goodCommit", FOUND.substring(0, 12)),
                Map.of("undo", "one", "badCommit", "--all"))) {
            var answers = new HashMap<>(chosen);
            answers.put("chooseReason", "x");
            String field = chosen.containsKey("goodCommit") ? "goodCommit" : "badCommit";
            String body = JSON.writeValueAsString(Map.of("variables", sent(answers)));
            String words = "'" + field + "' must be one of " + FOUND + ", other";
            refused.add(refusal("/engine-rest" + here + "/complete", "", body, 400, words));
            refused.add(refusal("/engine-rest" + here + "/submit-form", "", body, 400, words));
            refused.add(
                    refusal("/camunda/api/engine/engine/default" + here + "/submit-form", session, body, 400, words));
            String draft = JSON.writeValueAsString(
                    Map.of("modifications", sent(Map.of("taskDraft_" + field, answers.get(field)))));
            refused.add(refusal("/engine-rest" + here + "/localVariables", "", draft, 400, words));
            assertThatThrownBy(() -> tasks.complete(task.id(), "admin", answers))
                    .isInstanceOf(HumanTask.Refused.class)
                    .hasMessageContaining(words);
        }
        String other = JSON.writeValueAsString(
                Map.of("variables", sent(Map.of("undo", "state", "goodCommit", "other", "chooseReason", "x"))));
        refused.add(refusal("/engine-rest" + here + "/complete", "", other, 400, "choose the last good commit"));
        assertAll(task, refused);
        stillThere();
    }

    @Test
    void noRehearsalIsStartedWithAnswersThatAFormDoesNotAskFor() throws Exception {
        int before = recoveries.list(null, null, null).size();
        for (Open task : open) {
            var refused = new ArrayList<CompletableFuture<String>>();
            String scenario = scenarioOf(task.model());
            for (String fact : strangers(task)) {
                String body = JSON.writeValueAsString(Map.of(
                        "cluster",
                        "homelab",
                        "scenario",
                        scenario,
                        "mode",
                        "rehearsal",
                        "subject",
                        "wk-1",
                        "reason",
                        "x",
                        "unattended",
                        true,
                        "rehearsal",
                        Map.of("answers", Map.of(task.activity(), Map.of(fact, "x")))));
                refused.add(refusal("/api/recoveries", "", body, 422, "'" + task.activity() + "'", fact));
            }
            assertAll(task, refused);
        }
        assertThat(recoveries.list(null, null, null)).hasSize(before);
    }

    /** The first scenario that is the model, or calls it, itself or through its parts. */
    private String scenarioOf(String model) {
        return repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionKey()
                .asc()
                .list()
                .stream()
                .filter(scenario -> !scenario.getResourceName().startsWith("shared/"))
                .map(ProcessDefinition::getKey)
                .filter(scenario -> reaches(scenario, model))
                .min(Comparator.comparing(scenario -> !scenario.equals(model)))
                .orElseThrow();
    }

    private boolean reaches(String caller, String model) {
        return caller.equals(model)
                || repository
                        .getBpmnModelInstance(repository
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(caller)
                                .latestVersion()
                                .singleResult()
                                .getId())
                        .getModelElementsByType(CallActivity.class)
                        .stream()
                        .anyMatch(call -> reaches(call.getCalledElement(), model));
    }

    private List<String> strangers(Open task) {
        return facts.stream().filter(fact -> !task.fields().contains(fact)).toList();
    }

    private Map<String, Object> examples(Open task) {
        return tasks.exampleAnswers(new HumanTasks.Open(
                task.id(), "", Subject.node("wk-2"), task.activity(), task.model(), task.activity(), Instant.EPOCH));
    }

    private static Map<String, Object> sent(Map<String, Object> values) {
        var sent = new HashMap<String, Object>();
        values.forEach((name, value) -> {
            var wrapped = new HashMap<String, Object>();
            wrapped.put("value", value);
            sent.put(name, wrapped);
        });
        return sent;
    }

    /** All that the process keeps of it, in every scope. */
    private List<String> variables(Open task) {
        return history.createHistoricVariableInstanceQuery().processInstanceIdIn(task.instance()).list().stream()
                .map(variable -> variable.getName() + "=" + variable.getValue())
                .sorted()
                .toList();
    }

    private void stillThere() {
        assertThat(open)
                .allSatisfy(task -> assertThat(
                                camunda.createTaskQuery().taskId(task.id()).count())
                        .as(task.toString())
                        .isEqualTo(1));
    }

    /** @return what is wrong with the answer; blank when it is the refusal */
    private CompletableFuture<String> refusal(String path, String session, String body, int status, String... message) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (session.isEmpty()) {
            request.header("Authorization", basic());
        } else {
            request.header("Cookie", session.lines().findFirst().orElseThrow())
                    .header("X-XSRF-TOKEN", session.lines().skip(1).findFirst().orElseThrow());
        }
        underWay.acquireUninterruptibly();
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .whenComplete((answer, problem) -> underWay.release())
                .thenApply(answer ->
                        answer.statusCode() == status && Stream.of(message).allMatch(answer.body()::contains)
                                ? ""
                                : path + " " + body + ": " + answer.statusCode() + " " + answer.body());
    }

    private static void assertAll(Open task, List<CompletableFuture<String>> refused) {
        assertThat(refused.stream().map(CompletableFuture::join).filter(problem -> !problem.isEmpty()))
                .as(task.toString())
                .isEmpty();
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /** @return the cookies, and on a second line the token against other sites */
    private String loggedIn() throws Exception {
        HttpResponse<String> before = page("");
        var login = http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + port + "/camunda/api/admin/auth/user/default/login/tasklist"))
                        .header("Cookie", cookies(before))
                        .header("X-XSRF-TOKEN", token(before))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "username=admin&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(login.statusCode()).isEqualTo(200);
        HttpResponse<String> page = page(cookies(login));
        return cookies(login) + "; " + cookies(page) + "\n" + token(page);
    }

    private HttpResponse<String> page(String cookies) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/camunda/app/tasklist/default/"));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String token(HttpResponse<String> page) {
        return page.headers().firstValue("X-XSRF-TOKEN").orElseThrow();
    }

    private static String cookies(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }
}
