package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.git.Undo.OneCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

    @TempDir
    Path directory;

    private Forge forge;
    private CommitId bad;
    private CommitId revert;

    @BeforeEach
    void aPreparedRevert() throws IOException {
        forge = new Forge(directory);
        bad = forge.destroy("apps/paperless");
        forge.push();
        RecoveryClone clone = forge.clone("prepare");
        clone.fetch();
        revert = ((Reverted) clone.revert(new OneCommit(bad, null), bad, Forge.AT)).commit();
    }

    @Test
    void movesTheBranchOn() {
        assertThat(forge.clone("push").push(revert, bad)).isEqualTo(new Push.Pushed("main", revert));
        assertThat(forge.hostHead()).isEqualTo(revert);
    }

    @Test
    void tellsWhatCameBetweenLookAndPush() throws IOException {
        CommitId newer = forge.commit("apps/immich/app.yaml", "image: immich\n");
        forge.push();

        Push.Moved moved = (Push.Moved) forge.clone("push").push(revert, bad);

        assertThat(moved.actual()).isEqualTo(newer);
        assertThat(moved.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.id()).isEqualTo(newer);
            assertThat(commit.changes().added()).isEqualTo(1);
        });
        assertThat(forge.hostHead()).isEqualTo(newer);
    }

    @Test
    void losesAgainstSomebodyWhoPushesAfterTheLastLook() throws IOException {
        CommitId newer = forge.commit("apps/immich/app.yaml", "image: immich\n");
        RealGit.git(forge.person, "push", "--quiet", forge.bare.toString(), "HEAD:refs/heads/later");
        // the host sends our push the branch's head, and then the branch moves
        forge.hook(
                "pre-receive",
                "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main " + newer + " " + bad + " || true");

        Push.Moved moved = (Push.Moved) forge.clone("push").push(revert, bad);

        assertThat(moved.actual()).isEqualTo(newer);
        assertThat(forge.hostHead()).isEqualTo(newer);
    }

    @Test
    void doesNotPushOverABranchThatWasForcedBackAfterTheLastLook() {
        CommitId older = new CommitId(RealGit.git(forge.person, "rev-parse", "HEAD~1"));
        forge.beforePush = () -> RealGit.git(forge.bare, "update-ref", "refs/heads/main", older.value());

        assertThat(forge.clone("push").push(revert, bad)).isEqualTo(new Push.Moved(older, List.of()));
        assertThat(forge.hostHead()).isEqualTo(older);
    }

    @Test
    void neverRewritesHistory() throws IOException {
        CommitId newer = forge.commit("apps/immich/app.yaml", "image: immich\n");
        forge.push();
        RecoveryClone clone = forge.clone("push");
        clone.fetch();

        assertThatThrownBy(() -> clone.push(revert, newer))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("would rewrite history");
        assertThat(forge.hostHead()).isEqualTo(newer);
    }

    @Test
    void knowsThatAnEarlierPushArrivedThoughSomebodyWentOn() {
        forge.clone("push").push(revert, bad);
        RealGit.git(forge.person, "pull", "--quiet", forge.bare.toString(), "main");
        RealGit.git(forge.person, "commit", "--quiet", "--allow-empty", "--message=later");
        forge.push();

        assertThat(forge.clone("push-again").push(revert, bad)).isEqualTo(new Push.Pushed("main", revert));
    }

    @Test
    void tellsWhyTheHostRefuses() throws IOException {
        forge.hook("pre-receive", "echo 'GH006: Protected branch update failed'; exit 1");

        Push.Refused refused = (Push.Refused) forge.clone("push").push(revert, bad);

        assertThat(refused.message()).contains("pre-receive hook declined", "GH006: Protected branch update failed");
        assertThat(forge.hostHead()).isEqualTo(bad);
    }

    @Test
    void doesNotTakeAnAnswerThatWasLostForANo() throws IOException {
        // the host goes down during the push
        forge.hook("pre-receive", "mv " + forge.bare + " " + forge.bare + ".gone; kill -9 $PPID");

        Push push = forge.clone("push").push(revert, bad);

        assertThat(push).isInstanceOf(Push.Unknown.class);
        Files.move(Path.of(forge.bare + ".gone"), forge.bare);
        Files.delete(forge.bare.resolve("hooks/pre-receive"));
        assertThat(forge.clone("push-again").push(revert, bad)).isInstanceOf(Push.Pushed.class);
    }

    @Test
    void givesPeopleABranchOfItsOwn() {
        Proposal first = forge.clone("propose").propose(revert);
        assertThat(first.push()).isEqualTo(new Push.Pushed("kaltstart/revert-" + Forge.RECOVERY, revert));
        assertThat(first.next()).isEqualTo("Create a pull request from the branch " + first.branch() + " into main.");
        assertThat(forge.hostHead()).isEqualTo(bad);
        assertThat(forge.clone("propose-again").propose(revert)).isEqualTo(first);
    }

    @Test
    void leavesABranchOfAnEarlierTryAlone() {
        String taken = "kaltstart/revert-" + Forge.RECOVERY;
        RealGit.git(forge.person, "push", "--quiet", forge.bare.toString(), bad + ":refs/heads/" + taken);

        Proposal proposal = forge.clone("propose").propose(revert);

        assertThat(proposal.branch()).isEqualTo(taken + "-2");
        assertThat(proposal.push()).isInstanceOf(Push.Pushed.class);
        assertThat(RealGit.git(forge.bare, "rev-parse", taken)).isEqualTo(bad.value());
    }

    @Test
    void writesABundleWhenTheHostIsGone() throws IOException {
        Files.move(forge.bare, directory.resolve("gone"));
        RecoveryClone clone = forge.clone("push");
        assertThat(clone.push(revert, bad)).isInstanceOf(Push.Unreachable.class);
        assertThat(clone.fetch()).isInstanceOf(RemoteHead.Unreachable.class);

        Bundle bundle = forge.clone("bundle").bundle(revert);

        assertThat(Files.getPosixFilePermissions(forge.home.resolve("bundles"))).hasSize(3);
        String branch = "kaltstart/revert-" + Forge.RECOVERY;
        RealGit.git(
                directory, "clone", "--quiet", "--branch", branch, bundle.file().toString(), "from-bundle");
        assertThat(directory.resolve("from-bundle/apps/paperless/app.yaml")).hasContent("image: paperless");
        assertThat(bundle.commands()).hasSize(3).allMatch(command -> command.startsWith("git "));
        // as a person would run them, in another directory, once the host is back
        Files.move(directory.resolve("gone"), forge.bare);
        for (String command : bundle.commands()) {
            RealGit.git(forge.person, command.substring("git ".length()).split(" "));
        }
        assertThat(forge.hostHead()).isEqualTo(revert);
    }

    @Test
    void startsFromTheCheckoutWhenTheHostWasGoneFromTheBeginning() throws IOException {
        var without = new Forge(Files.createDirectory(directory.resolve("other")));
        CommitId head = without.destroy("apps/paperless");
        RecoveryClone clone = without.clone(directory.resolve("nowhere.git").toString(), "prepare");
        assertThat(clone.fetch()).isInstanceOf(RemoteHead.Unreachable.class);

        assertThat(clone.fetchFromCheckout()).isEqualTo(new RemoteHead.At(head));
        Reverted made = (Reverted) clone.revert(new OneCommit(head, null), head, Forge.AT);
        assertThat(without.clone(directory.resolve("nowhere.git").toString(), "bundle")
                        .bundle(made.commit())
                        .file())
                .exists();
    }

    @Test
    void pushesToTheMirrorWhenTheHostIsGone() throws IOException {
        Path mirror = directory.resolve("mirror.git");
        RealGit.git(directory, "clone", "--quiet", "--bare", forge.bare.toString(), mirror.toString());
        Files.move(forge.bare, directory.resolve("gone"));
        RecoveryClone clone =
                forge.clone(forge.repository(forge.bare.toString(), mirror.toString(), Credentials.NONE), "mirror");

        assertThat(clone.mirrorHead()).isEqualTo(new RemoteHead.At(bad));
        assertThat(clone.pushToMirror(revert, bad)).isInstanceOf(Push.Pushed.class);
        assertThat(RealGit.git(mirror, "rev-parse", "main")).isEqualTo(revert.value());
        assertThat(forge.clone("none").pushToMirror(revert, bad)).isInstanceOf(Push.Unreachable.class);
    }

    @Test
    void takesWhatWasDoneBeforeACrashFromTheJournal() throws IOException {
        assertThat(forge.clone("push").push(revert, bad)).isInstanceOf(Push.Pushed.class);
        // killed before the step recorded the result; the next attempt must not push again
        forge.hook("pre-receive", "echo pushed again; exit 1");

        assertThat(forge.clone("push").push(revert, bad)).isInstanceOf(Push.Pushed.class);
        RealGit.git(forge.bare, "update-ref", "refs/heads/main", bad.value());
        assertThat(forge.clone("push").push(revert, bad)).isInstanceOf(Push.Unknown.class);
        assertThat(forge.bench.log.of(Forge.RECOVERY, "push")).hasSize(1);
    }
}
