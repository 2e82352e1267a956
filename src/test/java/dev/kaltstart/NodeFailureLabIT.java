package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.Workload;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.shell.CommandLog;
import dev.kaltstart.twin.LabRehearsals;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The scenario from its start to its end, against a real Kubernetes that loses a worker, and a real Flux. */
@Tag("lab")
@DirtiesContext
@Import(LabRehearsals.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:node-failure-lab;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.approval.solo-delay=1s"
        })
@SuppressWarnings("NullAway.Init")
class NodeFailureLabIT {

    /** A minute in three seconds. The pod collector looks every 20 s, whatever our clock says: that is a step's limit here. */
    private static final double FAST = 20;

    /** A slow node is back 40 s after the first look, and a real kubelet takes a second more to be believed. */
    private static final double SLOW = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path home;

    @TempDir
    Path directory;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    @Autowired
    LabRehearsals rehearsals;

    private LabWorld world;

    @DynamicPropertySource
    static void oneCluster(DynamicPropertyRegistry properties) throws IOException {
        Path config = home.resolve("kaltstart.yaml");
        Files.writeString(config, """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: %s }
                      critical: [office, media]
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath()));
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", config::toString);
    }

    @BeforeEach
    void open() {
        world = LabWorld.open();
        var repository = LabRepository.open(directory, world.namespace())
                .write("apps/map.yaml", LabFlux.map(world.namespace(), "app", "1"));
        String revision = repository.push();
        LabFlux flux = LabFlux.watching(world, repository);
        flux.create(LabFlux.manifest(world.namespace(), "apps", "apps", ""));
        flux.applied("apps", revision);
        rehearsals.take(world);
    }

    @AfterEach
    void close() {
        if (world != null) {
            rehearsals.leave();
            world.close();
        }
    }

    @Test
    void replacesADeadWorkerAndItsPodsRunElsewhere() {
        var app = new Workload(world, "app").replicas(6).create().running().guarded("app", 2);
        assertThat(app.nodes()).contains("wk-2");
        String before = node("wk-2").getMetadata().getUid();

        String id = rehearse(FAST, List.of("node-dead"));
        var seen = new HashSet<String>();
        Recovery recovery = ended(id, task -> {
            if (task.activity().equals("flashNode")) {
                seen.addAll(app.nodes());
            }
        });

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(id).done())
                .contains("drainNode", "evacuateVolumes", "deleteNode", "applyConfig", "awaitJoin", "uncordonNode")
                .doesNotContain("resetNode", "removeMember", "awaitMember");
        assertThat(seen)
                .as("before the machine is flashed nothing is left on its node")
                .doesNotContain("wk-2");
        Node after = node("wk-2");
        assertThat(after.getMetadata().getUid()).isNotEqualTo(before);
        assertThat(after.getSpec().getUnschedulable()).isNull();
        assertThat(after.getSpec().getTaints()).isEmpty();
        app.running();
    }

    @Test
    void changesNothingWhenTheWorkerIsOnlySlow() {
        var app = on("wk-2", new Workload(world, "app")).guarded("app", 1);
        Node node = node("wk-2");
        List<String> pods = uids(app);

        String id = rehearse(SLOW, List.of("node-slow"));
        Recovery recovery = ended(id, task -> {});

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(id).done()).contains("watchNode", "verifyNodes").doesNotContain("cordonNode", "deleteNode");
        assertThat(commands.of(id))
                .noneMatch(command -> command.line().matches(".*\\b(reset|remove-member|apply-config|bootstrap)\\b.*"));
        assertThat(node("wk-2").getMetadata().getUid())
                .isEqualTo(node.getMetadata().getUid());
        assertThat(uids(app)).as("nobody has moved them").isEqualTo(pods);
        assertThat(app.pods()).isNotEmpty().allMatch(NodeFailureLabIT::staying);
    }

    @Test
    void asksWhenABudgetBlocksTheDrainAndGoesOnWhenItIsFreed() {
        var app = on("wk-2", new Workload(world, "app").tolerating(3600)).guarded("no-one", 1);

        String id = rehearse(FAST, List.of("node-dead"));
        Recovery recovery = ended(id, task -> {
            if (task.activity().equals("resolve_drainNode")) {
                assertThat(app.pods()).as("nothing was forced").isNotEmpty().allMatch(NodeFailureLabIT::staying);
                world.kubernetes()
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(world.namespace())
                        .withName("no-one")
                        .delete();
            }
        });

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(id).steps("drainNode"))
                .extracting(StepState::state, StepState::message)
                .anySatisfy(step -> assertThat(step.toList().toString())
                        .contains("failed", "is held by the PodDisruptionBudget no-one, disruptionsAllowed 0"));
        assertThat(recorded(id).answered()).contains("resolve_drainNode");
        app.running();
    }

    private static List<String> uids(Workload workload) {
        return workload.pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    }

    private static boolean staying(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null;
    }

    private Workload on(String node, Workload workload) {
        cordon(true, node);
        workload.create().running();
        cordon(false, node);
        assertThat(workload.nodes()).containsOnly(node);
        return workload;
    }

    private void cordon(boolean cordoned, String otherThan) {
        Set.of("wk-1", "wk-2", "wk-3").stream()
                .filter(name -> !name.equals(otherThan))
                .forEach(name -> world.kubernetes().nodes().withName(name).edit(node -> {
                    node.getSpec().setUnschedulable(cordoned ? true : null);
                    return node;
                }));
    }

    private Node node(String name) {
        return world.kubernetes().nodes().withName(name).get();
    }

    private String rehearse(double speed, List<String> faults) {
        var settings = new Rehearsals.Settings(false, speed, faults, Map.of());
        return recoveries
                .start(new Recoveries.Request(
                        "homelab", "node-failure", Mode.REHEARSAL, "wk-2", null, "test", "admin", null, settings))
                .id();
    }

    private interface Before {
        void answering(HumanTasks.Open task);
    }

    /** Waits for its end, and answers what it asks as the examples say. */
    private Recovery ended(String id, Before before) {
        await(id).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            for (HumanTasks.Open task : tasks.open(id)) {
                before.answering(task);
                tasks.complete(task.id(), "admin", rehearsals.answers(task, tasks.exampleAnswers(task)));
            }
            State state = recoveries.find(id).orElseThrow().state();
            return state.ended() || state == State.BLOCKED;
        });
        Recovery recovery = recoveries.find(id).orElseThrow();
        assertThat(recovery.state().ended())
                .as(() -> recovery.state() + ": " + recoveries.steps(id))
                .isTrue();
        return recovery;
    }

    private Rehearsing.RecordedSteps recorded(String id) {
        return new Rehearsing.RecordedSteps(recoveries, id);
    }
}
