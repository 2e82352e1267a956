package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCheckoutTest {

    private static final String RECOVERY = "node-failure-20261123-1000-abcde";

    @TempDir
    Path home;

    private final RealGit shell = new RealGit();

    @Test
    void tellsHeadAndBranch() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));

        Tree tree = new GitCheckout(shell, repository).tree();

        assertThat(String.valueOf(tree.head())).isEqualTo(RealGit.git(repository, "rev-parse", "HEAD"));
        assertThat(tree.branch()).isEqualTo("main");
        assertThat(tree.dirty()).isFalse();
        assertThat(tree.unfinished()).isNull();
    }

    @Test
    void tellsThatHeadIsDetached() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        RealGit.git(repository, "checkout", "--quiet", "--detach");

        Tree tree = new GitCheckout(shell, repository).tree();

        assertThat(tree.detached()).isTrue();
        assertThat(tree.head()).isNotNull();
    }

    @Test
    void seesARepositoryWithoutAnyCommit() throws IOException {
        Path repository = Files.createDirectory(home.resolve("empty"));
        RealGit.git(repository, "init", "--quiet", "--initial-branch=main");

        var checkout = new GitCheckout(shell, repository);

        assertThat(checkout.tree().head()).isNull();
        assertThat(checkout.find(RECOVERY)).isEmpty();
    }

    @Test
    void tellsStagedFromChangedFromUntracked() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        var checkout = new GitCheckout(shell, repository);

        Files.writeString(repository.resolve("new.md"), "new\n");
        assertThat(checkout.tree().dirty()).isFalse();
        assertThat(checkout.file(Path.of("new.md"))).isEqualTo(FileState.NEW);

        Files.writeString(repository.resolve("README.md"), "changed\n");
        assertThat(checkout.tree().changed()).isTrue();
        assertThat(checkout.tree().staged()).isFalse();
        assertThat(checkout.file(Path.of("README.md"))).isEqualTo(FileState.CHANGED);

        RealGit.git(repository, "add", "README.md");
        assertThat(checkout.tree().staged()).isTrue();
    }

    @Test
    void seesConflictsAndTheMergeThatIsNotFinished() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        RealGit.git(repository, "checkout", "--quiet", "-b", "other");
        RealGit.commit(repository, "README.md", "theirs\n");
        RealGit.git(repository, "checkout", "--quiet", "main");
        RealGit.commit(repository, "README.md", "ours\n");
        assertThatThrownBy(() -> RealGit.git(repository, "merge", "other")).hasMessageContaining("CONFLICT");

        var checkout = new GitCheckout(shell, repository);

        assertThat(checkout.tree().unmerged()).isTrue();
        assertThat(checkout.tree().unfinished()).isEqualTo("a merge");
        assertThat(checkout.file(Path.of("README.md"))).isEqualTo(FileState.UNMERGED);
    }

    @Test
    void commitsOneFileAndFindsTheCommitByItsTrailer() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        var checkout = new GitCheckout(shell, repository);
        Files.writeString(repository.resolve("CHANGELOG.md"), "entry\n");
        Files.writeString(repository.resolve("README.md"), "somebody else is at work\n");

        Result result = checkout.commit(Path.of("CHANGELOG.md"), "Record recovery", "It ended.", RECOVERY);

        assertThat(result.succeeded()).isTrue();
        assertThat(checkout.find(RECOVERY)).hasValue(new CommitId(RealGit.git(repository, "rev-parse", "HEAD")));
        assertThat(RealGit.git(repository, "show", "--name-only", "--format=%an <%ae>%n%B", "HEAD"))
                .isEqualTo("Kaltstart <kaltstart@localhost>\nRecord recovery\n\nIt ended.\n\nKaltstart-Recovery: "
                        + RECOVERY + "\n\n\nCHANGELOG.md");
        assertThat(checkout.tree().changed()).isTrue();
    }

    @Test
    void findsTheCommitOnABranchThatIsNotCheckedOut() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        var checkout = new GitCheckout(shell, repository);
        RealGit.git(repository, "checkout", "--quiet", "-b", "by-hand");
        Files.writeString(repository.resolve("CHANGELOG.md"), "entry\n");
        checkout.commit(Path.of("CHANGELOG.md"), "Record recovery", "It ended.", RECOVERY);
        RealGit.git(repository, "checkout", "--quiet", "main");

        assertThat(checkout.find(RECOVERY)).isPresent();
    }

    @Test
    void isNotFooledByAMessageThatOnlyMentionsTheTrailer() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        RealGit.git(
                repository,
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=see Kaltstart-Recovery: " + RECOVERY,
                "-m",
                "and so on");
        RealGit.git(
                repository,
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "x",
                "-m",
                "Kaltstart-Recovery: " + RECOVERY + "f");

        assertThat(new GitCheckout(shell, repository).find(RECOVERY)).isEmpty();
    }

    @Test
    void runsNoHookOfTheRepository() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        Path mark = home.resolve("mark");
        for (String hook :
                new String[] {"pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change"}) {
            script(repository.resolve(".git/hooks/" + hook), mark);
        }
        script(home.resolve("monitor"), mark);
        RealGit.git(
                repository, "config", "core.fsmonitor", home.resolve("monitor").toString());
        RealGit.git(repository, "config", "commit.gpgSign", "true");
        RealGit.git(repository, "config", "gpg.program", home.resolve("monitor").toString());
        RealGit.git(repository, "config", "core.editor", home.resolve("monitor").toString());
        Files.writeString(repository.resolve("CHANGELOG.md"), "entry\n");
        Files.deleteIfExists(mark);

        var checkout = new GitCheckout(shell, repository);
        checkout.tree();
        Result result = checkout.commit(Path.of("CHANGELOG.md"), "Record recovery", "It ended.", RECOVERY);

        assertThat(result.succeeded()).isTrue();
        assertThat(checkout.find(RECOVERY)).isPresent();
        assertThat(mark).doesNotExist();
    }

    @Test
    void seesThatAFileIsIgnored() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        RealGit.commit(repository, ".gitignore", "CHANGELOG.md\n");
        Files.writeString(repository.resolve("CHANGELOG.md"), "entry\n");

        assertThat(new GitCheckout(shell, repository).file(Path.of("CHANGELOG.md")))
                .isEqualTo(FileState.IGNORED);
    }

    @Test
    void takesAFileNameForAFileNameWhateverItLooksLike() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        var checkout = new GitCheckout(shell, repository);
        for (String name : new String[] {"--output=x", ":(top)README.md", "*.md", "two\nlines.md"}) {
            Files.createDirectories(repository.resolve(name).getParent());
            Files.writeString(repository.resolve(name), "entry\n");
            assertThat(checkout.file(Path.of(name))).as(name).isEqualTo(FileState.NEW);

            checkout.commit(Path.of(name), "Record", "It ended.", RECOVERY);

            assertThat(checkout.file(Path.of(name))).as(name).isEqualTo(FileState.CLEAN);
            assertThat(RealGit.git(repository, "show", "-z", "--name-only", "--format=", "HEAD"))
                    .isEqualTo(name + "\0");
        }
    }

    @Test
    void neverTakesTheRepositoryAroundADirectoryForItsOwn() throws IOException {
        Path outer = RealGit.repository(home.resolve("outer"));
        Path inner = Files.createDirectories(outer.resolve("kaltstart-home/sample"));

        assertThatThrownBy(() -> new GitCheckout(shell, inner).tree())
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("not a git repository");
    }

    @Test
    void refusesFilesOutsideOfTheCheckout() throws IOException {
        var checkout = new GitCheckout(shell, RealGit.repository(home.resolve("cluster")));

        assertThatThrownBy(() -> checkout.file(Path.of("../../etc/passwd"))).isInstanceOf(GitTrouble.class);
        assertThatThrownBy(() -> checkout.file(Path.of("/etc/passwd"))).isInstanceOf(GitTrouble.class);
    }

    @Test
    void acceptsOnlyFullCommitIds() {
        for (String id : new String[] {"HEAD~1", "abc1234", "--output=x", "A".repeat(40), "0".repeat(41)}) {
            assertThatThrownBy(() -> new CommitId(id)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new CommitId("0123456789".repeat(4)).abbreviated()).isEqualTo("012345678901");
    }

    @Test
    void neverTalksToAnotherMachine() throws IOException {
        Path repository = RealGit.repository(home.resolve("cluster"));
        var checkout = new GitCheckout(shell, repository);
        Files.writeString(repository.resolve("CHANGELOG.md"), "entry\n");
        checkout.commit(Path.of("CHANGELOG.md"), "Record", "It ended.", RECOVERY);

        assertThat(shell.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(command.arguments())
                        .contains("core.hooksPath=/dev/null", "protocol.ext.allow=never")
                        .doesNotContain("push", "fetch", "pull"))
                .allSatisfy(command -> assertThat(command.environment()).containsEntry("GIT_TERMINAL_PROMPT", "0"));
    }

    private static void script(Path file, Path mark) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\ntouch '" + mark + "'\nexit 1\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
