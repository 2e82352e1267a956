package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Milestone;
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

    @Test
    void buildsTheClusterAgainFromItsRepositoryAndItsBackups() {
        String id = loss.start("homelab", null, List.of(), Map.of());
        Recovery recovery = loss.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
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
}
