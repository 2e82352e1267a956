package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.recovery.Recoveries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every form as a person sees it in Tasklist; the pictures are in {@code target/screenshots}. */
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:forms;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class FormsIT {

    private static final String BAD = "b".repeat(40);
    private static final String GOOD = "a".repeat(40);

    /** What steps have found before a person is asked. */
    private static final Map<String, Object> FACTS = Map.ofEntries(
            Map.entry("cluster", "homelab"),
            Map.entry("mode", "rehearsal"),
            Map.entry("node", "wk-2"),
            Map.entry("approvalFor", "deleteNode"),
            Map.entry(
                    "preview",
                    "1. Delete node wk-2\n   kubectl delete node wk-2\n   Effect: the node leaves the cluster"),
            Map.entry("planBundle", "5d6c0a52"),
            Map.entry("problem", "Prepare revert: commit bbbbbbbbbbbb conflicts with later commits"),
            Map.entry("driftCause", "apps (1 of 7 Kustomizations): a prune deleted 3 objects in media"),
            Map.entry("scopeRef", "a/scope.json"),
            Map.entry("offerWords", "branch kaltstart/revert-20261128 on https://git.example/home/cluster.git"),
            Map.entry("goodRevision", GOOD),
            Map.entry("suggestedUndo", "commits"),
            Map.entry("stuckNamespaces", "media: finalizers remain on PersistentVolumeClaim/library"),
            Map.entry(
                    "restoreTable", "media/library: VolSync (restic), the newest snapshot before 2026-11-28T10:00:00Z"),
            Map.entry("dataProof", "media/library: 1204 files, 5200000000 bytes"),
            Map.entry("lastReplicaVolumes", "media/library"),
            Map.entry(
                    "unprovenPrerequisites",
                    "talos/talsecret.yaml:2 has placeholders, which another tool fills (vals)\n"
                            + "talos/talconfig.yaml:21 names no image of Talos for wk-2"),
            Map.entry(
                    "commitsSince",
                    BAD + " 2026-11-28 14:03 UTC, Ada: Remove media (files: +0 ~1 -3)\n" + "c".repeat(40)
                            + " 2026-11-28 09:12 UTC, Renovate: Merge branch 'renovate/cilium' (merge, files: +0 ~2 -0)\n"
                            + GOOD + " 2026-11-27 20:45 UTC, Ada: Add media (files: +4 ~1 -0)"));

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    FormService forms;

    @Autowired
    HistoryService history;

    private String recovery = "";
    private Tasklist browser;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) throws IOException {
        // not by the test's own life cycle: the context is older than its instance
        Path home = Files.createTempDirectory("forms");
        properties.add("kaltstart.home", home::toString);
    }

    @BeforeAll
    void aPersonIsLoggedIn() throws IOException {
        assumeTrue(Tasklist.canBeSeen(), "no Chromium with its driver here");
        var settings = new Rehearsals.Settings(false, 1, List.of(), Map.of());
        recovery = recoveries
                .start(new Recoveries.Request(
                        "homelab", "node-failure", Mode.REHEARSAL, "wk-2", null, "test", "test", null, settings))
                .id();
        browser = Tasklist.in(Files.createTempDirectory("forms-browser"), "admin", "S3cret-for-tests!");
        browser.logIn(port);
    }

    @AfterAll
    void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void everyFormIsDrawn() throws IOException {
        var seen = new HashSet<String>();
        for (var model :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            for (UserTask task :
                    repository.getBpmnModelInstance(model.getId()).getModelElementsByType(UserTask.class)) {
                if (task.getCamundaFormRef() != null && seen.add(task.getCamundaFormRef())) {
                    Task open = begin(model.getKey(), task.getId());
                    String label = visibleLabel(open.getId());
                    browser.openTask(port, open.getId(), label);
                    browser.picture("form-" + task.getCamundaFormRef());
                    assertThat(browser.text())
                            .as(task.getId())
                            .contains("How to check", label)
                            // a fact that was not filled in; the templates of kubectl have ranges and ends
                            .doesNotContainPattern("\\{\\{(?!end}})\\w+}}");
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(17);
    }

    @Test
    void fieldsAppearWhenTheyApplyAndTheRevisionIsChosenFromTheCommits() throws IOException {
        Task task = begin("gitops-drift", "chooseRevision");
        browser.openTask(port, task.getId(), "What to revert");
        browser.click(By.xpath("//button[contains(., 'Claim')]"));
        browser.click(radio("State: "));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text())
                        .contains("Last good commit", "Path")
                        .doesNotContain("If the bad commit is a merge"));
        browser.click(radio("One: "));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text())
                        .contains("Bad commit", "If the bad commit is a merge")
                        .doesNotContain("Last good commit\n", "Id of the bad commit"));
        browser.choose("badCommit", "Another commit");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text()).contains("Id of the bad commit"));
        browser.choose("badCommit", "Remove media");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text()).doesNotContain("Id of the bad commit"));
        browser.type(By.cssSelector("textarea[id*='field_chooseReason']"), "It deleted media.");
        browser.picture("form-choose-revision-one");
        browser.click(By.xpath("//button[contains(@class, 'btn-primary') and contains(., 'Complete')]"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> tasks.createTaskQuery().taskId(task.getId()).count() == 0);
        assertThat(history.createHistoricVariableInstanceQuery()
                        .processInstanceIdIn(task.getProcessInstanceId())
                        .list())
                .extracting(variable -> variable.getName() + "=" + variable.getValue())
                .contains("undo=one", "badCommit=" + BAD, "goodCommit=", "undoPath=");
    }

    private static By radio(String label) {
        String named = "//label[contains(., '" + label + "')]";
        return By.xpath(named + "//input | " + named + "/preceding-sibling::input");
    }

    private Task begin(String model, String activity) {
        String instance = runtime.createProcessInstanceByKey(model)
                .businessKey(recovery)
                .startBeforeActivity(activity)
                .setVariables(FACTS)
                .setVariable("recovery", recovery)
                .execute()
                .getId();
        return tasks.createTaskQuery()
                .processInstanceId(instance)
                .taskDefinitionKey(activity)
                .singleResult();
    }

    /** The first field that a person fills in: whichever is asked for always. */
    private String visibleLabel(String task) throws IOException {
        try (var form = forms.getDeployedTaskForm(task)) {
            return new ObjectMapper()
                    .readTree(form)
                    .path("components")
                    .valueStream()
                    .filter(component -> component.has("key") && !component.has("conditional"))
                    .map((JsonNode component) -> component.path("label").asText())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
