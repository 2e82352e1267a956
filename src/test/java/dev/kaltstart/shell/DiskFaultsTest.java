package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.shell.Result.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A spool on a full or read-only disk. */
@Timeout(60)
class DiskFaultsTest {

    @TempDir
    Path directory;

    private Path disk;
    private Bench bench;

    @BeforeEach
    void aSmallDisk() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()) == 0,
                "only root can mount the small disk that this needs");
        bench = new Bench(disk);
        bench.runner();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    @DisplayName("F14: the disk is full when a command begins, and has room again later")
    void beginsNothingOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
        Path effects = directory.resolve("effects");
        Command command = sh("echo x >> " + effects + "; echo said");
        fill();

        RuntimeException failed = failure(() -> bench.shell("s1-0").run(command));

        assertThat(effects).doesNotExist();
        assertThat(failed).hasStackTraceContaining("No space left on device");
        Files.delete(disk.resolve("filling"));
        // a worker retries a failed step
        assertThat(bench.shell("s1-1").run(command)).isEqualTo(Result.exited(0, "said\n", ""));
        assertThat(effects).hasContent("x");
    }

    @Test
    @DisplayName("F14: the disk becomes full while a command runs")
    void aCommandSurvivesThatTheDiskBecomesFull() throws Exception {
        Path effects = directory.resolve("effects");
        Result result = bench.shell("s1").run(sh("head -c 3000000 /dev/zero | tr '\\0' 'y'; echo x >> " + effects));

        assertThat(effects).hasContent("x");
        assertThat(result.ending()).isIn(Ending.EXITED, Ending.UNKNOWN);
        assertThat(result.output().length()).isLessThan(600_000);
    }

    @Test
    @DisplayName("F14: the disk is read-only")
    void beginsNothingOnAReadOnlyDiskAndSaysWhy() throws Exception {
        Path effects = directory.resolve("effects");
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();

        RuntimeException failed = failure(() -> bench.shell("s1").run(sh("echo x >> " + effects)));

        assertThat(failed).hasStackTraceContaining("Read-only file system");
        assertThat(effects).doesNotExist();
        // the next start fails with the same message
        assertThatThrownBy(() -> bench.runner()).hasStackTraceContaining("Read-only file system");
    }

    private static RuntimeException failure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("it succeeded");
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("filling"))) {
            var block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static int run(String... message) throws Exception {
        var process = new ProcessBuilder(message)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
