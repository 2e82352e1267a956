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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
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

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    private ChromeDriver browser;

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
    }

    @AfterEach
    void close() throws IOException {
        if (browser != null) {
            picture("last");
            browser.quit();
        }
    }

    @Test
    void letsAPersonFlashANodeInTasklist() throws IOException {
        assumeTrue(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER), "no Chromium with its driver here");
        String recovery = attendedRehearsal();
        answer(recovery, "confirmPowerOff");
        answer(recovery, "approve_action");
        HumanTasks.Open flash = awaitTask(recovery, "flashNode");

        open();
        logIn();
        openTask(flash);
        assertThat(text()).contains("Flash node", "10.20.0.22", "get disks --insecure");
        picture("flash-node");

        click(By.xpath("//button[contains(., 'Claim')]"));
        click(By.cssSelector("input[id*='field_flashed']"));
        type(By.cssSelector("textarea[id*='field_flashEvidence']"), "Booted from the stick, new SSD.");
        picture("flash-node-filled");
        click(By.xpath("//button[contains(@class, 'btn-primary') and contains(., 'Complete')]"));

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
        picture("done");
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

    private void open() throws IOException {
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--window-size=1500,1400",
                "--user-data-dir=" + Files.createTempDirectory(home, "browser"));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    private void logIn() {
        browser.get("http://127.0.0.1:" + port + "/camunda/app/tasklist/default/");
        type(By.cssSelector("input[type='text']"), "admin");
        type(By.cssSelector("input[type='password']"), "S3cret-for-tests!");
        click(By.cssSelector("button[type='submit']"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> text().contains("Waiting for you"));
    }

    /** As an input method does: the driver's keys and clicks do not reach a page that is sandboxed, as Tasklist is. */
    private void type(By field, String text) {
        // while it loads the page draws its form twice, and what was typed into the first one is gone
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    WebElement element = browser.findElement(field);
                    if (!text.equals(element.getDomProperty("value"))) {
                        browser.executeScript("arguments[0].focus(); arguments[0].select()", element);
                        browser.executeCdpCommand("Input.insertText", Map.of("text", text));
                        return false;
                    }
                    return true;
                });
    }

    private void openTask(HumanTasks.Open task) {
        browser.get("http://127.0.0.1:" + port + "/camunda/app/tasklist/default/#/?task=" + task.id());
        await().atMost(PATIENCE).until(() -> text().contains("Talos image"));
    }

    private String text() {
        return find(By.tagName("body")).getText();
    }

    private WebElement find(By what) {
        return new WebDriverWait(browser, PATIENCE).until(driver -> driver.findElement(what));
    }

    private void click(By what) {
        WebElement element = new WebDriverWait(browser, PATIENCE).until(driver -> {
            WebElement found = driver.findElement(what);
            return found.isDisplayed() && found.isEnabled() ? found : null;
        });
        browser.executeScript("arguments[0].click()", element);
    }

    private void picture(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
