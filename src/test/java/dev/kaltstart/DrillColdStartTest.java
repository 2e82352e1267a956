package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
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

/** The cold start, unattended, against the twin: the parts of a cluster loss under the rules of a drill. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:cold;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class DrillColdStartTest {

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
        properties.add("kaltstart.home", () -> home.resolve("cold").toString());
    }

    @BeforeEach
    void begin() {
        drill = new Rehearsing("drill-cold-start", recoveries, tasks, commands);
    }

    @AfterEach
    void end() throws IOException {
        FileSystemUtils.deleteRecursively(home.resolve("cold/clusters"));
    }

    @Test
    void drillsTheColdStart() {
        String id = drill.start("homelab", null, List.of(), Map.of());
        Recovery recovery = drill.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        RehearsalWorld.awaitRelease(home.resolve("cold"), id);
        assertThat(RehearsalWorld.of(clusters, rehearsals, "homelab", id).runs("office", "paperless"))
                .isTrue();
    }

    @Test
    void neverStartsColdInEarnest() {
        assertThatThrownBy(() -> recoveries.start(new Recoveries.Request(
                        "homelab", "drill-cold-start", Mode.LIVE, null, null, "test", "test", null, null)))
                .hasMessageContaining("the mode must be drill or rehearsal");
    }
}
