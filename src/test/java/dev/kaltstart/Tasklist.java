package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at Tasklist, with a real browser that nobody has used before. */
final class Tasklist implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver browser;
    private final String person;
    private final String password;

    private Tasklist(ChromeDriver browser, String person, String password) {
        this.browser = browser;
        this.person = person;
        this.password = password;
    }

    static boolean canBeSeen() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    static Tasklist in(Path home, String person, String password) throws IOException {
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
                "--window-size=1500,1800",
                "--user-data-dir=" + Files.createTempDirectory(home, "browser"));
        var browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        return new Tasklist(browser, person, password);
    }

    void logIn(int port) {
        browser.get("http://127.0.0.1:" + port + "/camunda/app/tasklist/default/");
        type(By.cssSelector("input[type='text']"), person);
        type(By.cssSelector("input[type='password']"), password);
        click(By.cssSelector("button[type='submit']"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> text().contains("Waiting for you"));
    }

    /** As an input method does: the driver's keys and clicks do not reach a page that is sandboxed, as Tasklist is. */
    void type(By field, String text) {
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

    /** Opens a select and takes the option with these words. */
    void choose(String field, String words) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            WebElement input = browser.findElement(By.cssSelector("input[id*='field_" + field + "']"));
            browser.executeScript(
                    "arguments[0].focus(); arguments[0].dispatchEvent(new MouseEvent('mousedown',"
                            + " {bubbles: true})); arguments[0].click()",
                    input);
            WebElement option = browser.findElement(
                    By.xpath("//*[contains(@class, 'fjs-dropdownlist-item') and contains(., \"" + words + "\")]"));
            browser.executeScript(
                    "arguments[0].dispatchEvent(new MouseEvent('mousedown', {bubbles: true})); arguments[0].click()",
                    option);
            return String.valueOf(input.getDomProperty("value")).contains(words);
        });
    }

    void openTask(int port, String task, String message) {
        browser.get("http://127.0.0.1:" + port + "/camunda/app/tasklist/default/#/?task=" + task);
        await().atMost(PATIENCE).until(() -> text().contains(message));
    }

    String value(By field) {
        return String.valueOf(find(field).getDomProperty("value"));
    }

    boolean ticked(By field) {
        return find(field).isSelected();
    }

    boolean keepsInTheBrowser(String message) {
        return String.valueOf(browser.executeScript("return JSON.stringify(window.localStorage)"))
                .contains(message);
    }

    /** As the page lays it out; asking the driver would cost seconds on a long page. */
    String text() {
        return String.valueOf(browser.executeScript("return document.body.innerText"));
    }

    WebElement find(By what) {
        return new WebDriverWait(browser, PATIENCE).until(driver -> driver.findElement(what));
    }

    void click(By what) {
        WebElement element = new WebDriverWait(browser, PATIENCE).until(driver -> {
            WebElement found = driver.findElement(what);
            return found.isDisplayed() && found.isEnabled() ? found : null;
        });
        browser.executeScript("arguments[0].click()", element);
    }

    void picture(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() throws IOException {
        picture("last");
        browser.quit();
    }
}
