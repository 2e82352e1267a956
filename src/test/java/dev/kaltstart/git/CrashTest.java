package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.git.Undo.OneCommit;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kaltstart is killed, and the same attempt of the same step runs again. */
class CrashTest {

    @TempDir
    Path directory;

    private Forge forge;
    private CommitId bad;

    @BeforeEach
    void aHostWithABadCommit() throws IOException {
        forge = new Forge(directory);
        bad = forge.destroy("apps/paperless");
        forge.push();
        forge.clone("fetch").fetch();
    }

    @Test
    void pushesOnceWhenItIsKilledWhileItPushes() throws IOException {
        CommitId revert = prepared("prepare").commit();
        Path pushes = directory.resolve("pushes");
        forge.hook("pre-receive", "echo x >> " + pushes + "; sleep 2");
        RecoveryClone killed = dying(command -> {
            forge.bench.beginAndDie(Forge.RECOVERY, "push", 1, command);
            throw new Killed();
        });
        assertThatThrownBy(() -> killed.push(revert, bad)).isInstanceOf(Killed.class);
        await().until(() -> Files.exists(pushes));

        assertThat(forge.clone("push").push(revert, bad)).isEqualTo(new Push.Pushed("main", revert));

        assertThat(pushes).hasContent("x");
        assertThat(forge.hostHead()).isEqualTo(revert);
    }

    @Test
    void makesTheSameRevertWhenItIsKilledBeforeTheBranchStands() {
        RecoveryClone killed = dying(command -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> killed.revert(new OneCommit(bad, null), bad, Forge.AT))
                .isInstanceOf(Killed.class);
        String made = RealGit.git(forge.clonePath(), "fsck", "--unreachable", "--no-progress", "--no-reflogs");

        assertThat(made).contains("commit " + prepared("prepare").commit());
    }

    @Test
    void makesTheSameRevertWhenItIsKilledAfterTheBranchStands() {
        RecoveryClone killed = dying(command -> {
            forge.bench.beginAndDie(Forge.RECOVERY, "prepare", 1, command);
            throw new Killed();
        });
        assertThatThrownBy(() -> killed.revert(new OneCommit(bad, null), bad, Forge.AT))
                .isInstanceOf(Killed.class);
        await().until(() -> !branches().isEmpty());

        Reverted made = prepared("prepare");

        assertThat(branches()).isEqualTo(made.commit().value());
        assertThat(RealGit.git(forge.clonePath(), "rev-list", "--count", bad + ".." + made.commit()))
                .isEqualTo("1");
        assertThat(forge.bench.log.of(Forge.RECOVERY)).hasSize(1);
    }

    @Test
    void neverTakesHalfACloneForOne() throws IOException {
        var other = new Forge(Files.createDirectory(directory.resolve("other")));
        Path half = other.home.resolve("clones").resolve(Forge.RECOVERY + ".git.new");
        Files.createDirectories(half);
        Files.writeString(half.resolve("HEAD"), "ref: refs/he");

        assertThat(other.clone("fetch").fetch()).isEqualTo(new RemoteHead.At(other.hostHead()));
    }

    private String branches() {
        return RealGit.git(forge.clonePath(), "for-each-ref", "--format=%(objectname)", "refs/heads");
    }

    private Reverted prepared(String step) {
        return (Reverted) forge.clone(step).revert(new OneCommit(bad, null), bad, Forge.AT);
    }

    private RecoveryClone dying(Shell shell) {
        return forge.clone(forge.repository(forge.bare.toString(), null, Credentials.NONE), shell);
    }

    private static final class Killed extends RuntimeException {}
}
