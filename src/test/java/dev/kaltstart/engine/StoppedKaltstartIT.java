package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Kaltstart that is told to end, or that sleeps while another one takes over. */
@Timeout(240)
class StoppedKaltstartIT {

    @TempDir
    Path world;

    private final String recovery = "r-" + UUID.randomUUID();

    @Test
    @DisplayName("F07: SIGTERM while a command runs")
    void aCommandOutlivesAKaltstartThatIsToldToEnd() throws Exception {
        Path go = world.resolve(recovery + ".go");
        OneEngine.scripts(
                world,
                recovery,
                effect("1") + "; while [ ! -e " + go + " ]; do sleep 0.1; done;" + OneEngine.done(world, recovery));
        Process first = OneEngine.apart(world, "home", "test.start=acting:" + recovery);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(effects("1")));
            first.destroy();
            assertThat(first.waitFor(25, TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly();
        }
        Files.createFile(go);

        try (var second = OneEngine.in(world, "home")) {
            assertThat(second.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(second.incidents()).isZero();
        }
        assertThat(effects("1")).hasContent("x");
    }

    @Test
    @DisplayName("F08: SIGSTOP, another takes over, SIGCONT")
    void aKaltstartThatSleptCannotActAfterAnotherTookOver() throws Exception {
        Path child = world.resolve(recovery + ".child");
        OneEngine.scripts(
                world,
                recovery,
                effect("1") + "; echo $$ > " + child + "; exec sleep 120",
                effect("2") + "; sleep 8; " + OneEngine.done(world, recovery));
        String[] settings = {
            "spring.datasource.url=" + SharedPostgres.fresh().url(),
            "spring.datasource.username=postgres",
            // an heir that a busy machine holds up for 2 s would lose the step to the sleeper again
            "kaltstart.worker.lease=6s"
        };
        Process sleeper = OneEngine.apart(
                world, "sleeper", settings[0], settings[1], settings[2], "test.start=acting:" + recovery);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(child) && Files.size(child) > 0);
            long pid = Long.parseLong(Files.readString(child).strip());
            signal("STOP", sleeper);
            try (var heir = OneEngine.in(world, "heir", settings)) {
                await().atMost(Duration.ofSeconds(40)).until(() -> Files.exists(effects("2")));
                // the heir ended what it could not know the end of
                assertThat(alive(pid)).isFalse();
                signal("CONT", sleeper);

                assertThat(heir.awaitEnd(recovery)).isEqualTo("recovered");
                assertThat(heir.incidents()).isZero();
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(world.resolve("sleeper.log")).contains("was stopped: "));
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            sleeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(effects("1")).hasContent("x");
        assertThat(effects("2")).hasContent("x");
    }

    private String effect(String number) {
        return "echo x >> " + effects(number);
    }

    private Path effects(String number) {
        return world.resolve(recovery + ".effects-" + number);
    }

    private static boolean alive(long pid) {
        try {
            // a zombie waits for a parent that may never ask
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
