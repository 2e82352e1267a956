package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The displayed log of a step's commands, also while they run. */
@Timeout(60)
class SpooledLogTest {

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(directory);
    }

    @Test
    void showsWhatEachCommandOfAllAttemptsSaidAndHowItEnded() {
        bench.shell("task1-0").run(sh("echo a; echo oh >&2; exit 3"));
        bench.shell("task1-1").run(sh("printf b"));
        bench.shell("task10-0").run(sh("echo c"));

        assertThat(log("task1")).isEqualTo("""
                $ sh -c 'echo a; echo oh >&2; exit 3'
                a
                oh
                [exit code 3]
                $ sh -c 'printf b'
                b
                [exit code 0]
                """);
    }

    @Test
    void showsARunningCommandUpToItsLastWholeLineWithoutSecrets() throws Exception {
        bench.redaction.learn("correct-horse-battery");
        Path go = directory.resolve("go");
        String script = "printf 'key correct-horse-battery\\n\\033[31mhalf correct-ho'; while [ ! -e " + go
                + " ]; do sleep 0.1; done";
        var step = new Thread(() -> bench.shell("task1-0").run(sh(script)));
        step.start();
        await().until(() -> log("task1").contains("\nkey"));

        assertThat(log("task1")).endsWith("\nkey [redacted]\n[running]\n").doesNotContain("\u001b");

        Files.createFile(go);
        step.join();
        assertThat(log("task1")).endsWith("half correct-ho\n[exit code 0]\n");
    }

    @Test
    void showsTheEndOfWhatIsTooLong() {
        for (int n = 0; n < 60; n++) {
            bench.shell("task1-" + n).run(sh("head -c 7900 /dev/zero | tr '\\0' x; echo; echo last " + n));
        }

        assertThat(log("task1"))
                .startsWith("[... cut ...]\n")
                .endsWith("last 59\n[exit code 0]\n")
                .hasSizeLessThan(256 * 1024 + 20);
    }

    private String log(String step) {
        return new SpooledLog(bench.journal, bench.runner()).tail("r1", step);
    }
}
