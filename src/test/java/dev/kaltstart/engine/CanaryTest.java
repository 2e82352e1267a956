package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets that are put into everything that Kaltstart handles appear in nothing that it keeps or says. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {

    private static final String PASSWORD = "canary-of-the-administrator";
    private static final String KEY = "AGE-SECRET-KEY-1CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYQ";
    private static final String QUANTUM_KEY = "AGE-SECRET-KEY-PQ-1CANARYCANARYCANARYCANARYCANARYCANARYCANARYQ";
    private static final String TOKEN = "ghp_canarycanarycanarycanarycanarycanary";
    private static final String KUBECONFIG = "client-key-data: Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5";

    @TempDir
    static Path world;

    private static OneEngine kaltstart;
    private final String recovery = "r-" + UUID.randomUUID();

    @BeforeAll
    static void anEngine() {
        kaltstart = OneEngine.in(
                world, "home", "kaltstart.admin-password=" + PASSWORD, "spring.datasource.url=jdbc:h2:mem:canary");
    }

    @AfterAll
    static void close() {
        kaltstart.close();
    }

    @Test
    void nothingKeepsWhatACommandPrints(CapturedOutput log) throws IOException {
        String all = String.join(" ", PASSWORD, KEY, QUANTUM_KEY, TOKEN) + "\n" + KUBECONFIG;
        OneEngine.scripts(
                world,
                recovery,
                "cat " + Files.writeString(world.resolve("secrets"), all) + "; cat " + world.resolve("secrets")
                        + " >&2; " + OneEngine.done(world, recovery));

        kaltstart.start("acting", recovery);

        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(spool()).as("the output was kept").contains("[redacted]");
        assertNoCanary(log);
    }

    @Test
    void nothingKeepsWhatAnExceptionSays(CapturedOutput log) {
        // the step that looks for this file says its name when it fails
        kaltstart.start("asking", recovery);
        LoggerFactory.getLogger(getClass()).warn("a tool said " + KEY, new IllegalStateException("with " + TOKEN));
        var words = new CleanWords(kaltstart.bean(dev.kaltstart.shell.Redaction.class));

        assertThat(words.of(new Outcome.NotReady("BUG", "bad key " + KEY)).toString())
                .contains("[redacted]");
        assertThat(words.of(new Outcome.Done("done", Map.of("fact", "has " + TOKEN)))
                        .toString())
                .doesNotContain("canary");
        assertThat(words.of(Check.notYet("logged in with " + PASSWORD)).words()).doesNotContain("canary");
        assertThat(log.getAll()).contains("a tool said [redacted]", "IllegalStateException: with [redacted]");
        assertNoCanary(log);
    }

    @Test
    void aFormWithASecretIsRefusedAndNothingOfItStays(CapturedOutput log) {
        kaltstart.start("asking", recovery);
        HumanTasks people = kaltstart.bean(HumanTasks.class);
        HumanTasks.Open task = await().atMost(Duration.ofSeconds(30))
                .until(() -> people.open(recovery), (List<HumanTasks.Open> open) -> !open.isEmpty())
                .get(0);

        assertThatThrownBy(() -> people.complete(task.id(), "admin", Map.of("evidence", "the key is " + KEY)))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("'evidence'")
                .hasMessageNotContaining("CANARY");

        assertThat(people.open(recovery)).hasSize(1);
        assertNoCanary(log);
    }

    private void assertNoCanary(CapturedOutput log) {
        assertThat(database()).doesNotContainIgnoringCase("canarycanary").doesNotContain(PASSWORD, "Y2FuYXJ5");
        assertThat(spool()).doesNotContainIgnoringCase("canarycanary").doesNotContain(PASSWORD, "Y2FuYXJ5");
        assertThat(log.getAll()).doesNotContainIgnoringCase("canarycanary").doesNotContain(PASSWORD, "Y2FuYXJ5");
    }

    /** Every row of every table, the engine's history included. */
    private static String database() {
        return String.join(
                "\n",
                kaltstart
                        .bean(JdbcClient.class)
                        .sql("SCRIPT")
                        .query(String.class)
                        .list());
    }

    private static String spool() {
        try (var files = Files.walk(world.resolve("home"))) {
            return files.filter(Files::isRegularFile).map(CanaryTest::text).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(Objects.requireNonNull(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
