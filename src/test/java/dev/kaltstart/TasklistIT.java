package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A person with a real browser: logs in, claims the task to flash a node, fills its form, completes it. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:tasklist;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class TasklistIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    private Tasklist browser;

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
    }

    @AfterEach
    void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void letsAPersonFlashANodeInTasklist() throws IOException {
        assumeTrue(Tasklist.canBeSeen(), "no Chromium with its driver here");
        String recovery = attendedRehearsal();
        answer(recovery, "confirmPowerOff");
        answer(recovery, "approve_action");
        HumanTasks.Open flash = awaitTask(recovery, "flashNode");

        browser = Tasklist.in(home, "admin", "S3cret-for-tests!");
        browser.logIn(port);
        browser.openTask(port, flash.id(), "Talos image");
        assertThat(browser.text()).contains("Flash node", "10.20.0.22", "get disks --insecure");
        browser.picture("flash-node");

        browser.click(By.xpath("//button[contains(., 'Claim')]"));
        browser.click(By.cssSelector("input[id*='field_flashed']"));
        browser.type(By.cssSelector("textarea[id*='field_flashEvidence']"), "Booted from the stick, new SSD.");
        browser.picture("flash-node-filled");
        browser.click(By.xpath("//button[contains(@class, 'btn-primary') and contains(., 'Complete')]"));

        await().atMost(PATIENCE)
                .until(() -> tasks.open(recovery).stream()
                        .noneMatch(task -> task.activity().equals("flashNode")));
        assertThat(recoveries.timeline(recovery)).anySatisfy(entry -> {
            assertThat(entry.step()).isEqualTo("flashNode");
            assertThat(entry.kind()).isEqualTo("task-completed");
            assertThat(entry.person()).isEqualTo("admin");
        });
        await().atMost(Duration.ofMinutes(3))
                .until(() -> recoveries.find(recovery).orElseThrow().state() == State.RECOVERED);
        browser.picture("done");
    }

    private String attendedRehearsal() {
        var settings = new Rehearsals.Settings(false, 400, List.of(), Map.of());
        return recoveries
                .start(new Recoveries.Request(
                        "homelab", "node-failure", Mode.REHEARSAL, "wk-2", null, "test", "test", null, settings))
                .id();
    }

    private void answer(String recovery, String activity) {
        HumanTasks.Open task = awaitTask(recovery, activity);
        tasks.complete(task.id(), "admin", tasks.exampleAnswers(task));
    }

    private HumanTasks.Open awaitTask(String recovery, String activity) {
        return await("the task " + activity)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> tasks.open(recovery),
                        open -> open.stream().anyMatch(task -> task.activity().equals(activity)))
                .get(0);
    }
}
