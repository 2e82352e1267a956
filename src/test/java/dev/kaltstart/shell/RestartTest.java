package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.shell.Result.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state of a command after Kaltstart was killed at any moment. */
@Timeout(90)
class RestartTest {

    /** Real ids are unique, and processes with a foreign wrapper's id are ended: tests that run in parallel need ids of their own. */
    private static final String STEP = "s" + UUID.randomUUID();

    private static final String COMMAND = STEP + "-1";

    @TempDir
    Path directory;

    private Bench bench;
    private Path effects;

    @BeforeEach
    void aBench() {
        bench = new Bench(directory);
        effects = directory.resolve("effects");
    }

    @Test
    @DisplayName("F01: killed before the intent is committed")
    void aCommandWhoseIntentWasNeverCommittedIsBegunOnce() {
        Command command = sh("echo x >> " + effects);
        Shells dying = bench.shells((step, intent) -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> dying.of("r1", STEP, bench.runner()).run(command))
                .hasMessage("killed");
        assertThat(effects).doesNotExist();

        bench.shell(STEP).run(command);

        assertThat(effects).hasContent("x");
        assertThat(bench.journal.of("r1")).hasSize(1);
    }

    @Test
    @DisplayName("F08: the one that took over ends what the other began on the same machine")
    void endsWhatAnotherKaltstartOnThisMachineBeganAndSaysUnknown() throws IOException {
        Bench another = new Bench(directory.resolve("another"));
        Path mark = directory.resolve("pid");
        Command endless = sh("echo x >> " + effects + "; echo $$ > " + mark + "; exec sleep 60");
        another.runner().start(COMMAND, endless);
        intend(COMMAND, endless, another.place());
        await().until(() -> Bench.pid(mark) > 0);

        Result result = bench.shell(STEP).run(endless);

        assertThat(result.ending()).isEqualTo(Ending.UNKNOWN);
        assertThat(Bench.alive(Bench.pid(mark))).isFalse();
        assertThat(effects).hasContent("x");
    }

    @Test
    void aCommandOutlivesAKilledKaltstartAndIsFoundAgain() throws Exception {
        Path go = directory.resolve("go");
        String script = "echo x >> " + effects + "; echo begun; while [ ! -e " + go + " ]; do sleep 0.1; done;"
                + " echo survived; exit 5";
        intend(COMMAND, sh(script), bench.place());
        Process killed = AnotherKaltstart.that("runs", directory, COMMAND, script);
        await().atMost(Duration.ofSeconds(40)).until(() -> Files.exists(effects));
        killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        Files.createFile(go);

        assertThat(bench.shell(STEP).run(sh(script))).isEqualTo(Result.exited(5, "begun\nsurvived\n", ""));
        assertThat(effects).hasContent("x");
    }

    @Test
    void waitsForACommandThatLostItsWrapper() {
        Command slow = sh("echo begun; sleep 2; echo x >> " + effects);
        crashWhile(slow);
        await().until(() ->
                bench.spool(COMMAND).directory().resolve("out").toFile().length() > 0);
        kill(Long.parseLong(bench.spool(COMMAND).process().orElseThrow()[0]));

        Result result = bench.shell(STEP).run(slow);

        // its end was not observed, but it must not count as finished while it runs
        assertThat(result).isEqualTo(new Result(Ending.UNKNOWN, -1, "begun\n", ""));
        assertThat(effects).hasContent("x");
        awaitLastWords();
    }

    @Test
    void takesNoLaterProcessForTheOneThatIsGone() throws IOException {
        Command command = sh("echo x >> " + effects);
        crashWhile(command);
        await().until(() -> bench.spool(COMMAND).exitCode().isPresent());
        Path spool = bench.spool(COMMAND).directory();
        Files.delete(spool.resolve("code"));
        String[] wrapper = bench.spool(COMMAND).process().orElseThrow();
        long ours = ProcessHandle.current().pid();
        Files.writeString(spool.resolve("pid"), ours + " " + wrapper[1] + " " + wrapper[2]);
        Files.writeString(spool.resolve("session"), ours + " " + wrapper[1]);

        assertThat(bench.shell(STEP).run(command).ending()).isEqualTo(Ending.UNKNOWN);
    }

    @Test
    void knowsNothingOfACommandFromBeforeTheMachineWasRestarted() throws IOException {
        Command command = sh("exec sleep 30");
        crashWhile(command);
        Spool spool = bench.spool(COMMAND);
        String[] wrapper = spool.process().orElseThrow();
        Files.writeString(spool.directory().resolve("pid"), wrapper[0] + " " + wrapper[1] + " another-boot");

        try {
            assertThat(bench.shell(STEP).run(command).ending()).isEqualTo(Ending.UNKNOWN);
        } finally {
            kill(spool.session().orElseThrow().leader());
            await().until(() -> spool.exitCode().isPresent());
            awaitLastWords();
        }
    }

    @Test
    void aCommandThatWasGivenUpBeforeItBeganNeverBegins() throws Exception {
        Command command = sh("echo x >> " + effects);
        bench.runner();
        intend(COMMAND, command, bench.place());
        // killed between the directory and the wrapper's first record
        bench.spool(COMMAND).make();

        assertThat(bench.shell(STEP).run(command).ending()).isEqualTo(Ending.UNKNOWN);

        String late = directory.resolve("spool/run-command.sh").toString();
        Process wrapper = new ProcessBuilder(
                        "sh",
                        late,
                        bench.spool(COMMAND).directory().toString(),
                        "/bin/sh",
                        "-c",
                        command.arguments().get(1))
                .start();
        assertThat(wrapper.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(effects).doesNotExist();
    }

    @Test
    void doesNotBeginAgainWhatAnotherMachineMayHaveBegun() {
        Command command = sh("echo x >> " + effects);
        intend(COMMAND, command, "another-machine");

        Result result = bench.shell(STEP).run(command);

        assertThat(result.ending()).isEqualTo(Ending.UNKNOWN);
        assertThat(result.error()).contains("another-machine");
        assertThat(effects).doesNotExist();
    }

    @Test
    void doesNotBeginAgainWhatAnotherHomeOnThisMachineMayHaveBegun() {
        Command command = sh("echo x >> " + effects);
        intend(COMMAND, command, new Bench(directory.resolve("other")).runner().place());

        assertThat(bench.shell(STEP).run(command).ending()).isEqualTo(Ending.UNKNOWN);
        assertThat(effects).doesNotExist();
    }

    @Test
    void neverBeginsTwoCommandsUnderOneName() {
        bench.runner().start(COMMAND, sh("echo x >> " + effects));

        assertThatThrownBy(() -> bench.runner().start(COMMAND, sh("echo x >> " + effects)))
                .isInstanceOf(IllegalStateException.class);
        await().until(() -> bench.spool(COMMAND).settled());
        assertThat(effects).hasContent("x");
    }

    @Test
    void endsAndForgetsTheLooksOfAKilledKaltstart() throws IOException {
        Runner.Running look = bench.runner().start(LocalRunner.LOOK + "1", sh("echo x >> " + effects + "; sleep 60"));
        await().until(() -> Files.exists(effects));

        bench.runner().endOldLooks();

        assertThat(Bench.alive(look.pid())).isFalse();
        assertThat(directory.resolve("spool/look-1")).doesNotExist();
    }

    @Test
    void theWrapperOfACommandThatBeginsIsWholeWhileKaltstartStarts() throws Exception {
        Path script = CommandWrapper.unpack(directory).script();
        String whole = Files.readString(script);
        var starts = CompletableFuture.runAsync(() -> {
            for (int n = 0; n < 300; n++) {
                CommandWrapper.unpack(directory);
            }
        });

        while (!starts.isDone()) {
            assertThat(SmallFile.read(script)).hasValue(whole);
        }

        starts.get();
    }

    /** The wrapper's last writes come after the end of the command; the directory can be deleted only after them. */
    private void awaitLastWords() {
        Path spool = bench.spool(COMMAND).directory();
        await().until(() -> Files.exists(spool.resolve("out.end")) && Files.exists(spool.resolve("err.end")));
    }

    private void crashWhile(Command command) {
        intend(COMMAND, command, bench.place());
        Runner.Running running = bench.runner().start(COMMAND, command);
        bench.journal.started(COMMAND, running.pid(), running.begun());
        await().until(() -> bench.spool(COMMAND).session().isPresent());
    }

    private void intend(String id, Command command, String host) {
        bench.journal.intend(
                id, "r1", STEP, 1, command.line(), JournaledShell.hash(new Home(directory).relative(command)), host);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
