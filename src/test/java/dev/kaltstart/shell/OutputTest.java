package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stored part of a command's output. */
@Timeout(120)
class OutputTest {

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(directory);
    }

    @Test
    void losesNothingOfManyShortLines() {
        Result result = bench.shell("s1").run(sh("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done"));

        assertThat(result.output().lines()).hasSize(20_000).endsWith("line 19999");
    }

    @Test
    void boundsTwoHundredMegabytesOnBothStreamsAndSaysHowMuchIsMissing() throws IOException {
        String flood = "head -c 200000000 /dev/zero | tr '\\0' 'x' | fold -w 99; echo last";
        Result result = bench.shell("s1").run(sh("{ " + flood + "; } >&2").within(Duration.ofSeconds(100)));

        assertThat(result.succeeded()).isTrue();
        String[] parts = result.error().split("\n\\[\\.\\.\\. | bytes cut \\.\\.\\.]\n");
        assertThat(parts.length).isEqualTo(3);
        assertThat(parts[2].endsWith("xxlast\n")).isTrue();
        // 200 MB with a line end after each 99th byte, and the last line
        assertThat(parts[0].length() + Long.parseLong(parts[1]) + parts[2].length())
                .isEqualTo(200_000_000 + 200_000_000 / 99 + 5);
        assertThat(result.error().length()).isLessThan(1024 * 1024 + 100);
        assertThat(size(directory.resolve("spool/s1-1"))).isLessThan(2 * 1024 * 1024);
    }

    @Test
    void showsNoHalfOfASecretWhereTheOutputIsCut() {
        bench.redaction.learn("correct-horse-battery-staple");
        Result result = bench.shell("s1")
                .run(sh("i=0; while [ $i -lt 60000 ]; do"
                        + " echo $i xxxxx correct-horse-battery-staple; i=$((i+1)); done"));

        assertThat(result.output()).contains("bytes cut").doesNotContain("horse", "battery", "staple", "corr");
    }

    @Test
    void doesNotWaitForADaemonThatHoldsTheOutput() {
        Instant begun = Instant.now();
        Result result = bench.shell("s1").run(sh("sleep 40 & echo $!; echo started >&2"));
        Duration waited = Duration.between(begun, Instant.now());
        kill(Long.parseLong(result.output().strip()));
        await().until(() -> bench.spool("s1-1").settled() && Files.exists(directory.resolve("spool/s1-1/out.end")));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.error()).isEqualTo("started\n");
        assertThat(waited).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void canBeReadAgainInFullAfterARestart() {
        Command long1 = sh("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done");
        Result first = bench.shell("s1").run(long1);

        assertThat(first.output().length()).isGreaterThan(20_000);
        assertThat(bench.shell("s1").run(long1)).isEqualTo(first);
        assertThat(bench.journal.of("r1").get(0).output())
                .startsWith("[... cut ...]")
                .endsWith("line 4999\n")
                .hasSizeLessThan(8100);
    }

    @Test
    void isShownToPeopleWithoutWhatATerminalWouldObey() {
        Result result =
                bench.shell("s1").run(Command.of("printf", "\\033[31mred\\033[0m\\033]0;title\\007\\0 \\377 end"));

        assertThat(result.output()).contains("\u001b[31m");
        assertThat(bench.journal.of("r1").get(0).output())
                .contains("red", "end")
                .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f]");
    }

    @Test
    void leavesTheFilesOfTheCommandAsTheirMaskWantsThem() throws IOException {
        Path mine = directory.resolve("mine");
        bench.shell("s1").run(sh("umask; touch " + mine));

        Files.createFile(directory.resolve("reference"));
        assertThat(Files.getPosixFilePermissions(mine))
                .isEqualTo(Files.getPosixFilePermissions(directory.resolve("reference")));
    }

    @Test
    void leavesNothingInTheClearBehind() throws IOException {
        bench.redaction.learn("correct-horse-battery-staple");
        bench.shell("s1")
                .run(sh("mktemp > /dev/null; echo correct-horse-battery-staple > $TMPDIR/plain;"
                        + " cat $TMPDIR/plain; cat $TMPDIR/plain >&2"));

        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> SmallFile.read(file).orElse("").contains("horse"));
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("spool"))).hasSize(3);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static long size(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
