package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
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

/** The loss of the whole cluster, unattended, against the twin. What is there afterwards is asked of the twin's API. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:loss;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class ClusterLossTest {

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

    private Rehearsing loss;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("loss").toString());
    }

    @BeforeEach
    void begin() {
        loss = new Rehearsing("cluster-loss", recoveries, tasks, commands);
    }

    @AfterEach
    void end() throws IOException {
        FileSystemUtils.deleteRecursively(home.resolve("loss/clusters"));
    }

    /** The network of the pods carries nothing at first: nodes are Ready all the same, and it would be seen much later. */
    @Test
    void buildsTheClusterAgainFromItsRepositoryAndItsBackups() {
        String id = loss.start("homelab", null, List.of("pod-network-dead"), Map.of());
        Recovery recovery = loss.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        timed(recovery);
        assertThat(loss.lines(recovery).filter(line -> line.endsWith(" bootstrap")))
                .as("etcd is bootstrapped once")
                .hasSize(1);
        assertThat(loss.lines(recovery)).noneMatch(line -> line.contains("gensecret"));
        assertThat(recoveries.steps(id))
                .anyMatch(step -> step.step().equals("awaitNetwork")
                        && String.valueOf(step.message()).contains("the network of the pods does not work"));
        assertThat(message(id, "proveData")).contains("1204 files");
        built(world(id));
    }

    private static void timed(Recovery recovery) {
        assertThat(recovery.milestones())
                .extracting(Milestone::name)
                .containsExactly("control plane online", "Flux in sync", "critical applications back");
        assertThat(recovery.milestones())
                .extracting(Milestone::elapsed)
                .isSorted()
                .allSatisfy(elapsed -> assertThat(elapsed).isPositive().isLessThan(recovery.rto()));
        assertThat(recovery.targets().get(0).reached())
                .isEqualTo(recovery.milestones().get(1).elapsed());
        assertThat(recovery.end().name()).isEqualTo("critical applications");
    }

    @Test
    void touchesNothingWithoutTheKeyOfTheSecrets() {
        String id = loss.start("homelab", null, List.of("wrong-age-key"), Map.of());
        Recovery recovery = loss.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(recoveries.steps(id))
                .anyMatch(step -> step.step().equals("checkGoBag")
                        && String.valueOf(step.message()).contains("nothing has been changed yet"));
        assertThat(loss.lines(recovery)).noneMatch(line -> line.contains("apply-config"));
    }

    @Test
    void appliesNothingThatWasRenderedWithANewAuthority() {
        String id = loss.start("homelab", null, List.of("render-other-pki"), Map.of());
        Recovery recovery = loss.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(loss.lines(recovery))
                .noneMatch(line -> line.contains("apply-config") || line.endsWith(" bootstrap"));
    }

    @Test
    void endsWithoutAPlanWhenOnlyANodeIsLost() {
        String id = loss.start(
                "homelab",
                null,
                List.of(),
                Map.of("classifyLoss", Map.of("lossKind", "node", "lossEvidence", "one fan")));
        Recovery recovery = loss.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(loss.lines(recovery)).noneMatch(line -> line.startsWith("talosctl"));
    }

    private static void built(KubernetesClient world) {
        assertThat(world.nodes().list().getItems()).hasSize(6).allMatch(ClusterLossTest::ready);
        assertThat(world.admissionRegistration()
                        .v1()
                        .validatingAdmissionPolicyBindings()
                        .list()
                        .getItems())
                .as("nothing is held any more")
                .isEmpty();
        assertThat(world.genericKubernetesResources("kustomize.toolkit.fluxcd.io/v1", "Kustomization")
                        .inAnyNamespace()
                        .list()
                        .getItems())
                .isNotEmpty()
                .noneMatch(one -> Boolean.TRUE.equals(one.get("spec", "suspend")));
        assertThat(world.apps()
                        .deployments()
                        .inNamespace("office")
                        .withName("paperless")
                        .get())
                .extracting(app -> app.getStatus().getReadyReplicas())
                .isEqualTo(1);
    }

    private static boolean ready(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private KubernetesClient world(String id) {
        RehearsalWorld.awaitRelease(home.resolve("loss"), id);
        return RehearsalWorld.of(clusters, rehearsals, "homelab", id).kubernetes();
    }

    private String message(String id, String step) {
        return recoveries.steps(id).stream()
                .filter(state -> state.step().equals(step))
                .map(Recoveries.StepState::message)
                .reduce("", (one, next) -> next);
    }
}
