package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** The drill from its start to its end, unattended, against the twin. What it leaves behind is asked of the twin's API. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:drill;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class DrillNamespaceRestoreTest {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    @Autowired
    Clusters clusters;

    @Autowired
    Rehearsals rehearsals;

    private Rehearsing drill;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("drill").toString());
    }

    @BeforeEach
    void begin() {
        drill = new Rehearsing("drill-namespace-restore", recoveries, tasks, commands);
    }

    @AfterEach
    void end() throws IOException {
        FileSystemUtils.deleteRecursively(home.resolve("drill/clusters"));
    }

    @Test
    void provesTheNamespaceAndLeavesNothingBehind() {
        String id = drill.start("homelab", "office", List.of(), Map.of());
        Recovery recovery = drill.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        assertThat(message(id, "proveCopy"))
                .contains("office/paperless-data: proven, with the sentinel of", "1204 files");
        assertThat(message(id, "isolateCopy")).contains("reaches nothing outside");
        assertThat(message(id, "startCopy")).contains("Deployment paperless");
        nothingLeft(id);
    }

    /** Started with the name of the application, as its people call it. */
    @Test
    void endsAsFailedWhenTheApplicationDoesNotWork() {
        String id = drill.start(
                "homelab",
                "paperless",
                List.of(),
                Map.of("testCopy", Map.of("copyState", "broken", "copyEvidence", "empty")));
        Recovery recovery = drill.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        nothingLeft(id);
    }

    @Test
    void anAbortInTheMiddleCleansUp() {
        String id = drill.start("homelab", "office", List.of(), Map.of());
        await(id)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() ->
                        world(id).namespaces().withName("office-restore-test").get() != null);

        recoveries.abort(id, "seen enough", "test");
        Recovery recovery = drill.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(recoveries.steps(id)).noneMatch(step -> step.step().equals("stopClock"));
        nothingLeft(id);
    }

    @Test
    void changesNothingWhenTheDrillIsRefused() {
        String id = drill.start("homelab", "office", List.of(), Map.of("approve", Map.of("approved", false)));
        Recovery recovery = drill.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(recoveries.steps(id)).noneMatch(step -> step.step().equals("seedSentinels"));
        nothingLeft(id);
    }

    @Test
    void neverRunsLive() {
        assertThatThrownBy(() -> recoveries.start(new Recoveries.Request(
                        "homelab", "drill-namespace-restore", Mode.LIVE, "office", null, "test", "test", null, null)))
                .hasMessageContaining("the mode must be drill or rehearsal");
        assertThatThrownBy(() -> recoveries.start(new Recoveries.Request(
                        "homelab",
                        "drill-namespace-restore",
                        Mode.REHEARSAL,
                        "office; rm -rf /",
                        null,
                        "test",
                        "test",
                        null,
                        new Rehearsals.Settings(true, 1, List.of(), Map.of()))))
                .hasMessageContaining("not the name of a namespace");
    }

    private void nothingLeft(String id) {
        RehearsalWorld.awaitRelease(home.resolve("drill"), id);
        KubernetesClient world =
                RehearsalWorld.of(clusters, rehearsals, "homelab", id).kubernetes();
        assertThat(world.namespaces().withName("office-restore-test").get()).isNull();
        assertThat(world.persistentVolumes().list().getItems())
                .noneMatch(volume -> volume.getSpec().getClaimRef() != null
                        && volume.getSpec().getClaimRef().getNamespace().equals("office-restore-test"));
        assertThat(world.pods().inNamespace("office").list().getItems())
                .noneMatch(pod -> pod.getMetadata().getName().startsWith("kaltstart-"));
        var source = world.genericKubernetesResources("volsync.backube/v1alpha1", "ReplicationSource")
                .inNamespace("office")
                .withName("paperless")
                .get();
        assertThat((Object) source.get("spec", "trigger", "manual")).isNull();
        assertThat((Object) source.get("spec", "trigger", "schedule")).isEqualTo("0 */6 * * *");
    }

    private KubernetesClient world(String id) {
        return clusters.open("homelab", Mode.REHEARSAL, id, Clusters.LOOKING).kubernetes();
    }

    private String message(String id, String step) {
        return recoveries.steps(id).stream()
                .filter(state -> state.step().equals(step))
                .map(Recoveries.StepState::message)
                .reduce("", (one, next) -> next);
    }
}
