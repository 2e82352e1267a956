package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.lab.Lab;
import dev.kaltstart.shell.Result.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs that the steps use, run by the real shell: exit codes, prompts, hangs and floods of output. */
@Tag("lab")
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RealProgramsLabIT {

    private static final Duration SOON = Duration.ofSeconds(4);

    @TempDir
    Path directory;

    private Path work;
    private Bench bench;

    @BeforeEach
    void aRepository() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        bench = new Bench(directory.resolve("home"));
        Files.writeString(work.resolve("Taskfile.yaml"), """
                version: "3"
                tasks:
                  fail: {cmds: ["exit 5"]}
                  ask: {prompt: "Really?", cmds: ["echo done"]}
                  hang: {cmds: ["echo begun; sh -c 'echo $$ > %1$s/pid; exec sleep 100'"]}
                  flood: {silent: true, cmds: ["seq 1 500000; exit 3"]}
                """.formatted(work));
        Files.writeString(work.resolve("justfile"), """
                fail:
                    @exit 5
                [confirm]
                ask:
                    @echo done
                hang:
                    @echo begun; sh -c 'echo $$ > %1$s/pid; exec sleep 100'
                flood:
                    @seq 1 500000; exit 3
                """.formatted(work));
    }

    private Command command(String line) {
        String[] words = line.split(" ");
        return Command.of(Lab.here().tool(words[0]).toString(), Arrays.copyOfRange(words, 1, words.length))
                .in(work);
    }

    private Result run(String line) {
        return bench.shell("s1").run(command(line));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            task fail                                    | 201
            task --exit-code fail                        | 5
            just fail                                    | 5
            talosctl --talosconfig none config info      | 1
            restic -r nowhere --password-file none stats | 1
            """)
    void theExitCodeIsTheOneOfTheProgram(String line, int exitCode) {
        Result result = run(line);

        assertThat(result.ending()).isEqualTo(Ending.EXITED);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(bench.journal.of("r1"))
                .singleElement()
                .satisfies(command -> assertThat(command.exitCode()).isEqualTo(exitCode));
    }

    /** Without a terminal and without input, none of them hangs at a prompt. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            task ask                | 205 | environment is not a terminal
            just ask                | 1   | was not confirmed
            restic -r . init        | 1   | password
            """)
    void whoeverAsksIsRefused(String line, int exitCode, String words) {
        Result result = run(line);

        assertThat(result.ending()).isEqualTo(Ending.EXITED);
        assertThat(result.output() + result.error()).contains(words).doesNotContain("done");
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({"task --yes ask", "just --yes ask"})
    void whoeverAsksIsAnsweredBeforehand(String line) {
        assertThat(run(line).output()).contains("done");
    }

    @ParameterizedTest
    @CsvSource({"task hang", "just hang"})
    void nothingOfItIsLeftAtTheDeadline(String line) {
        Result result = bench.shell("s1").run(command(line).within(SOON));

        assertThat(result.ending()).isEqualTo(Ending.STOPPED);
        assertThat(result.output()).contains("begun");
        assertThat(Bench.pid(work.resolve("pid"))).isPositive();
        assertThat(Bench.alive(Bench.pid(work.resolve("pid")))).isFalse();
    }

    /** A node that accepts the connection and stays silent, like one whose Talos hangs. */
    @Test
    void talosctlWaitsForASilentNodeUntilTheDeadline() throws IOException {
        try (var node = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Result made = run("talosctl gen config homelab https://127.0.0.1:6443 --output-dir .");
            assertThat(made.succeeded()).as(made.error()).isTrue();
            String at = "127.0.0.1:" + node.getLocalPort();

            Result result = bench.shell("s2")
                    .run(command("talosctl --talosconfig talosconfig -e " + at + " -n 127.0.0.1 version")
                            .within(SOON));

            assertThat(result.ending()).isEqualTo(Ending.STOPPED);
        }
    }

    @ParameterizedTest
    @CsvSource({"task flood, 201", "just flood, 3"})
    void whatIsSaidTooMuchIsCutAndItsEndIsKept(String line, int exitCode) {
        Result result = run(line);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.output()).startsWith("1\n2\n").contains("bytes cut").endsWith("\n499999\n500000\n");
        assertThat(result.output().length()).isLessThan(1024 * 1024 + 100);
    }

    private Command restic(String repository, String line) {
        return command("restic -r s3:" + Lab.here().setting("S3") + "/backups/" + repository + " " + line)
                .with("AWS_ACCESS_KEY_ID", Lab.here().setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", Lab.here().setting("S3_SECRET"))
                .with("RESTIC_CACHE_DIR", directory.resolve("cache").toString())
                .with("RESTIC_PASSWORD", "for-tests-only");
    }

    private String repositoryFor(int bytes) throws IOException {
        Lab.here().with("s3");
        byte[] data = new byte[bytes];
        new Random(1).nextBytes(data);
        Files.write(work.resolve("data"), data);
        String repository = "contract-" + UUID.randomUUID();
        assertThat(bench.shell("init").run(restic(repository, "init")).succeeded())
                .isTrue();
        return repository;
    }

    @Test
    void aStoppedBackupLeavesALockThatHasToBeTakenOff() throws IOException {
        String repository = repositoryFor(3_000_000);

        Result stopped = bench.shell("s1")
                .run(restic(repository, "backup --limit-upload 100 data").within(SOON));
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);

        assertThat(bench.shell("s2").run(restic(repository, "check")).error()).contains("repository is already locked");
        assertThat(bench.shell("s3").run(restic(repository, "unlock")).succeeded())
                .isTrue();
        assertThat(bench.shell("s4").run(restic(repository, "backup data")).succeeded())
                .isTrue();
        assertThat(bench.shell("s5").run(restic(repository, "check")).succeeded())
                .isTrue();
    }

    @Test
    void aBackupOutlivesTheKaltstartThatBeganItAndIsNotBegunAgain() throws IOException {
        String repository = repositoryFor(1_500_000);
        Command backup = restic(repository, "backup --limit-upload 300 data").within(Duration.ofSeconds(60));

        bench.beginAndDie("r1", "s1", 1, backup);
        await().until(() -> bench.spool("s1-1").session().isPresent());
        assertThat(bench.spool("s1-1").exitCode()).as("it is at work").isEmpty();
        Result result = bench.shell("s1").run(backup);

        assertThat(result.succeeded()).as(result.toString()).isTrue();
        assertThat(result.output()).contains("snapshot ", " saved");
        Result snapshots = bench.shell("s2").run(restic(repository, "snapshots --json"));
        assertThat(snapshots.output().split("\"short_id\"")).as("one snapshot").hasSize(2);
    }
}
