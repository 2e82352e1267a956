package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.engine.worker.KnownFacts;
import dev.kaltstart.engine.worker.Limits;
import dev.kaltstart.engine.worker.StepDeadline;
import dev.kaltstart.engine.worker.TaskRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are set, and laptops that sleep. */
@Timeout(120)
class ClockFaultsTest {

    @TempDir
    static Path world;

    private static OneEngine kaltstart;
    private final String recovery = "r-" + UUID.randomUUID();

    @BeforeAll
    static void anEngine() {
        kaltstart = OneEngine.in(world, "home");
    }

    @AfterAll
    static void close() {
        kaltstart.close();
    }

    @AfterEach
    void rightClocks() {
        ClockUtil.reset();
        kaltstart.bean(FaultFixture.SettableClock.class).set(Duration.ZERO);
    }

    @Test
    @DisplayName("F17: the clock jumps by hours while a step waits")
    void aStepIsNotLateBecauseAClockWasSet() throws Exception {
        kaltstart.start("watching", recovery);
        await().until(
                        () -> kaltstart.bean(StepHistory.class).of(recovery),
                        steps -> steps.stream().anyMatch(step -> step.state().equals("waiting")));
        assertThat(kaltstart.bean(StepHistory.class).of(recovery).get(0).message())
                .as("for what it waits, and until when")
                .matches(".+ \\(waits until \\S+Z at most, then asks a person\\)");
        for (Duration jump : new Duration[] {Duration.ofHours(8), Duration.ofHours(-8), Duration.ofDays(400)}) {
            kaltstart.bean(FaultFixture.SettableClock.class).set(jump);
            kaltstart.awaitLooks(recovery, "go", 2);
        }
        assertThat(kaltstart.bean(StepHistory.class).of(recovery).get(0).state())
                .isEqualTo("waiting");

        Files.createFile(world.resolve(recovery + ".go"));

        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
    }

    @Test
    @DisplayName("F17: the clock of leases and timers jumps ahead and back while a step acts")
    void aStepActsOnceHoweverTheClockOfTheLeasesIsSet() throws Exception {
        Path go = world.resolve(recovery + ".go");
        OneEngine.scripts(
                world,
                recovery,
                OneEngine.effect(world, recovery) + "; while [ ! -e " + go + " ]; do sleep 0.1; done;"
                        + OneEngine.done(world, recovery));
        kaltstart.start("acting", recovery);
        await().until(() -> Files.exists(world.resolve(recovery + ".effects")));

        ClockUtil.offset(Duration.ofHours(1).toMillis());
        kaltstart.awaitRenewals(recovery, 4);
        ClockUtil.offset(Duration.ofHours(-1).toMillis());
        kaltstart.awaitRenewals(recovery, 4);
        ClockUtil.reset();
        Files.createFile(go);

        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
        assertThat(kaltstart.incidents()).isZero();
    }

    @Test
    @DisplayName("F17: a timer fires once")
    void aTimerFiresOnceWhenTheClockIsSetAheadAndBack() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery) + ";" + OneEngine.done(world, recovery));
        kaltstart.start("timed", recovery);
        await().until(() -> kaltstart
                        .bean(ManagementService.class)
                        .createJobQuery()
                        .timers()
                        .count()
                == 1);

        ClockUtil.offset(Duration.ofMinutes(61).toMillis());
        await().until(() -> Files.exists(world.resolve(recovery + ".effects")));
        ClockUtil.reset();

        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
        Thread.sleep(1000);
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
        assertThat(kaltstart
                        .bean(ManagementService.class)
                        .createJobQuery()
                        .timers()
                        .count())
                .isZero();
    }

    @Test
    @DisplayName("F17: Kaltstart was away longer than a step may take")
    void watchesForAWhileBeforeItCallsAStepLateThatNobodyWatched() {
        assertThat(left(Duration.ofHours(8))).isEqualTo(Duration.ofMinutes(1));
        assertThat(left(Duration.ofMinutes(4))).isEqualTo(Duration.ofMinutes(6));
        assertThat(left(Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
        assertThat(left(Duration.ofHours(-8))).isEqualTo(Duration.ofMinutes(10));
    }

    private static Duration left(Duration passed) {
        var clock = new FaultFixture.SettableClock();
        var cluster = new FaultFixture.OneCluster(kaltstart.bean(dev.kaltstart.shell.Shells.class), clock)
                .open("any", dev.kaltstart.cluster.Mode.REHEARSAL, "r", "");
        var run = new TaskRun(
                new KnownFacts(Map.of()),
                AnyRecovery.record("r"),
                new Subject.WholeCluster(),
                cluster,
                clock.instant());
        clock.set(passed);
        Duration left = StepDeadline.of(run, new Limits(Duration.ofMinutes(10), Duration.ofSeconds(5)))
                .left();
        // the clock of the test goes on
        return Duration.ofSeconds(Math.round(left.toMillis() / 1000.0));
    }
}
