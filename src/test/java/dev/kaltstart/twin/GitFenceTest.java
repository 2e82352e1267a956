package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Git of a rehearsal reaches the twin's own files, and nothing else on this machine or any other. */
class GitFenceTest {

    @TempDir
    Path directory;

    private Path clones() throws IOException {
        Files.createDirectories(directory.resolve("home/clones/home"));
        return directory.resolve("home/clones");
    }

    private Result inClone(TwinFixture twin, String... arguments) throws IOException {
        Path clone = clones().resolve(TwinFixture.RECOVERY + ".git");
        return twin.run(Command.of("git", "--no-pager", "--git-dir=" + clone)
                .plus(arguments)
                .in(clones().resolve("home")));
    }

    private static void assertRefused(Result result) {
        assertThat(result.exitCode()).as(result.output()).isEqualTo(128);
        assertThat(result.error()).startsWith("fatal: the twin ");
    }

    @Test
    void gitFindsNothingWrongWithWhatTheTwinWrote() {
        try (var twin = TwinFixture.sample(directory).drifting()) {
            Path origin = Path.of(
                    Objects.requireNonNull(twin.open().repository().url()).value());

            assertThat(RealGit.git(origin, "log", "--oneline", "--all").lines()).hasSizeGreaterThan(2);
            assertThat(RealGit.git(origin, "fsck", "--strict", "--no-dangling", "--no-progress"))
                    .isEmpty();
        }
    }

    @Test
    void theCloneOfTheRecoveryTalksToTheTwinsOwnRepository() throws IOException {
        try (var twin = TwinFixture.sample(directory).drifting()) {
            String origin =
                    Objects.requireNonNull(twin.open().repository().url()).value();
            String checkout = twin.open().repository().checkout().toString();
            Path fresh = clones().resolve(TwinFixture.RECOVERY + ".git.new");
            assertThat(twin.run(Command.of("git", "--git-dir=" + fresh, "init", "--bare", "--quiet")
                                    .in(clones().resolve("home")))
                            .succeeded())
                    .isTrue();
            Files.move(fresh, clones().resolve(TwinFixture.RECOVERY + ".git"));

            assertThat(inClone(twin, "ls-remote", "--refs", "--end-of-options", origin, "refs/heads/main")
                            .output())
                    .contains("refs/heads/main");
            assertThat(inClone(
                                    twin,
                                    "fetch",
                                    "--quiet",
                                    "--end-of-options",
                                    origin,
                                    "+refs/heads/*:refs/remotes/origin/*")
                            .succeeded())
                    .isTrue();
            assertThat(inClone(
                                    twin,
                                    "fetch",
                                    "--quiet",
                                    "--end-of-options",
                                    checkout,
                                    "+refs/heads/main:refs/local/main")
                            .succeeded())
                    .isTrue();
            assertThat(inClone(twin, "log", "--format=%s", "origin/main").output())
                    .contains("Remove unused manifests");
        }
    }

    @Test
    void nothingElseIsReached() throws IOException {
        Path other = RealGit.repository(directory.resolve("other"));
        try (var twin = TwinFixture.sample(directory).drifting()) {
            inClone(twin, "init", "--bare", "--quiet");
            String origin =
                    Objects.requireNonNull(twin.open().repository().url()).value();
            for (String stranger : List.of(
                    other.toString(),
                    "file://" + other,
                    origin + "/../../other",
                    "https://git.example/cluster.git",
                    "git@git.example:cluster.git",
                    "origin")) {
                assertRefused(inClone(twin, "fetch", stranger, "main"));
                assertRefused(inClone(twin, "ls-remote", stranger));
                assertRefused(inClone(twin, "push", stranger, "main"));
                assertRefused(inClone(twin, "clone", stranger));
            }
            assertRefused(inClone(twin, "fetch"));
            assertRefused(
                    inClone(twin, "push", twin.open().repository().checkout().toString(), "main"));
            assertRefused(inClone(twin, "fetch", "--upload-pack=/bin/false", origin, "main"));
            assertRefused(inClone(twin, "archive", "--output=" + directory.resolve("out.tar"), "main"));
            assertRefused(inClone(twin, "remote", "add", "other", other.toString()));
        }
    }

    @Test
    void noOtherDirectoryIsWorkedOn() throws IOException {
        Path other = RealGit.repository(directory.resolve("other"));
        try (var twin = TwinFixture.sample(directory).drifting()) {
            Path checkout = twin.open().repository().checkout();
            Path strange = clones().resolve("another-recovery.git");
            assertRefused(twin.run(Command.of("git", "log").in(other)));
            assertRefused(
                    twin.run(Command.of("git", "-C", other.toString(), "log").in(checkout)));
            assertRefused(twin.run(Command.of("git", "--git-dir=" + other.resolve(".git"), "log")
                    .in(checkout)));
            assertRefused(
                    twin.run(Command.of("git", "--git-dir=" + strange, "log").in(clones().resolve("home"))));
            assertRefused(twin.run(Command.of("git", "log")
                    .in(checkout)
                    .with("GIT_DIR", other.resolve(".git").toString())));
            assertRefused(twin.run(Command.of("git", "status").in(checkout).with("GIT_WORK_TREE", other.toString())));
            assertThat(twin.run(Command.of("git", "log", "--format=%s").in(checkout))
                            .output())
                    .contains("Set up the cluster");
        }
    }
}
