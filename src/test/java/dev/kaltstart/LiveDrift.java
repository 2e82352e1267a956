package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A scenario live: a real Git server, Flux's real controllers, a real API server, and a person at the forms. */
@Tag("lab")
@DirtiesContext
@Import(LabClusters.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"kaltstart.admin-password=S3cret-for-tests!", "kaltstart.flux.look-first=PT24H"})
abstract class LiveDrift {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    /** What a person says where it is not what the examples say, by activity. */
    final Map<String, Map<String, Object>> answers = new HashMap<>();
    /** What a person does before he answers, by activity. */
    final Map<String, Runnable> before = new HashMap<>();

    DriftLab lab;

    @DynamicPropertySource
    static void aRealCluster(DynamicPropertyRegistry properties) throws IOException {
        String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        properties.add("spring.datasource.url", () -> database);
        Path config = home.resolve("kaltstart.yaml");
        Files.writeString(config, DriftLab.configuration(home));
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", config::toString);
        // the tester is no person that Kaltstart knows, and so alone
        properties.add("kaltstart.approval.solo-delay", () -> "1s");
    }

    @BeforeEach
    void open() {
        lab = DriftLab.open(home);
    }

    @AfterEach
    void close() {
        recoveries.list(DriftLab.NAME, null, Mode.LIVE).stream()
                .filter(recovery -> !recovery.state().ended())
                .forEach(recovery -> abort(recovery.id()));
        if (lab != null) {
            lab.close();
        }
    }

    private void abort(String id) {
        recoveries.abort(id, "the test is over", "test");
        await(id).atMost(Duration.ofSeconds(30)).until(() -> attend(id));
    }

    /** @throws AssertionError when it has not ended after five minutes, with where it stands */
    Recovery recover() {
        return recover("gitops-drift");
    }

    /** @throws AssertionError as above */
    Recovery recover(String scenario) {
        String id = recoveries
                .start(new Recoveries.Request(
                        DriftLab.NAME, scenario, Mode.LIVE, null, null, "test", "test", null, null))
                .id();
        Instant patience = Instant.now().plusSeconds(300);
        await(id)
                .atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> attend(id)
                        || find(id).state() == State.BLOCKED
                        || Instant.now().isAfter(patience));
        if (!find(id).state().ended()) {
            throw new AssertionError(
                    id + " is " + find(id).state() + ": " + recoveries.steps(id) + " " + tasks.open(id));
        }
        return find(id);
    }

    /** Does what the open tasks ask for. @return it has ended */
    private boolean attend(String id) {
        for (HumanTasks.Open task : tasks.open(id)) {
            var given = new HashMap<>(tasks.exampleAnswers(task));
            before.getOrDefault(task.activity(), () -> {}).run();
            given.putAll(answers.getOrDefault(task.activity(), Map.of()));
            tasks.complete(task.id(), "tester", given);
        }
        return find(id).state().ended();
    }

    private Recovery find(String id) {
        return recoveries.find(id).orElseThrow();
    }

    Rehearsing.RecordedSteps recorded(Recovery recovery) {
        return new Rehearsing.RecordedSteps(recoveries, recovery.id());
    }
}
