package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.shell.Result.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How Kaltstart ends a command and all its processes. */
@Timeout(60)
class StoppingTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(directory);
    }

    @Test
    void keepsWhatACommandSaidBeforeItHung() {
        Result result = bench.shell("s1")
                .run(sh("echo resetting; echo oh >&2; exec sleep 60").within(SOON));

        assertThat(result).isEqualTo(new Result(Ending.STOPPED, -1, "resetting\n", "oh\n"));
    }

    @Test
    void givesACommandTimeToTidyUpBehindItself() {
        Path lock = directory.resolve("index.lock");
        String tidy = "trap 'sleep 1; rm " + lock + "; exit 1' TERM; touch " + lock + "; while :; do sleep 0.1; done";

        Result result = bench.shell("s1").run(sh(tidy).within(SOON));

        assertThat(result.ending()).isEqualTo(Ending.STOPPED);
        assertThat(lock).doesNotExist();
    }

    @Test
    void endsAGrandchildThatWentIntoASessionOfItsOwn() {
        Path mark = directory.resolve("grandchild");
        String leaving = "setsid sh -c 'trap \"\" TERM; echo $$ > " + mark + "; while :; do sleep 0.1; done' & wait";

        bench.shell("s1").run(sh(leaving).within(SOON));

        assertThat(Bench.pid(mark)).isPositive();
        assertThat(Bench.alive(Bench.pid(mark))).isFalse();
    }

    @Test
    void remembersThatACommandWasStopped() {
        Command hanging = sh("echo half; exec sleep 60").within(SOON);
        Result first = bench.shell("s1").run(hanging);

        assertThat(bench.shell("s1").run(hanging)).isEqualTo(first);
        assertThat(bench.journal.of("r1")).singleElement().satisfies(command -> {
            assertThat(command.state()).isEqualTo("DONE");
            assertThat(command.ending()).isEqualTo("STOPPED");
            assertThat(command.output()).isEqualTo("half\n");
        });
    }

    @Test
    void aStepToldToStopDoesNotBeginItsNextCommand() {
        Shell shell = bench.shell("s1");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> shell.run(sh("echo effect"))).isInstanceOf(Shell.Interrupted.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(bench.journal.of("r1")).isEmpty();
    }

    @Test
    void doesNotLeaveAChildBehindWhenToldToStopOverAndOver() {
        Path mark = directory.resolve("pid");
        var thrown = new AtomicReference<Throwable>();
        var step = new Thread(() -> {
            try {
                bench.shell("s1")
                        .run(sh("trap '' TERM; echo $$ > " + mark + "; echo begun; while :; do sleep 0.1; done"));
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        step.start();
        await().until(() -> Files.exists(mark) && Bench.pid(mark) > 0);

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    step.interrupt();
                    return thrown.get() != null;
                });

        assertThat(thrown.get()).isInstanceOf(Shell.Interrupted.class);
        assertThat(Bench.alive(Bench.pid(mark))).isFalse();
        assertThat(bench.journal.of("r1")).singleElement().satisfies(command -> {
            assertThat(command.state()).isEqualTo("UNKNOWN");
            assertThat(command.output()).isEqualTo("begun\n");
        });
    }
}
