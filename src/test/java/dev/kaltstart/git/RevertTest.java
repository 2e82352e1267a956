package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.git.Reversal.AlreadyReverted;
import dev.kaltstart.git.Reversal.Conflict;
import dev.kaltstart.git.Reversal.NeedsParent;
import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.git.Undo.BackTo;
import dev.kaltstart.git.Undo.OneCommit;
import dev.kaltstart.git.Undo.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevertTest {

    @TempDir
    Path directory;

    private Forge forge;

    @BeforeEach
    void aHost() throws IOException {
        forge = new Forge(directory);
    }

    @Test
    void bringsBackADirectoryThatACommitDeleted() throws IOException {
        CommitId good = forge.personHead();
        CommitId bad = forge.destroy("apps/paperless");
        CommitId newer = forge.commit("apps/mediabox/app.yaml", "image: mediabox:2\n");
        forge.push();
        RecoveryClone clone = fetched("prepare");

        Reverted made = (Reverted) clone.revert(new OneCommit(bad, null), newer, Forge.AT);

        assertThat(made.onto()).isEqualTo(newer);
        assertThat(made.count()).isEqualTo(1);
        assertThat(show(made.commit(), "apps/paperless/app.yaml")).isEqualTo("image: paperless");
        assertThat(show(made.commit(), "apps/mediabox/app.yaml")).isEqualTo("image: mediabox:2");
        assertThat(inClone(
                        "show",
                        "-s",
                        "--format=%an <%ae> %at %ct%n%P%n%B",
                        made.commit().value()))
                .isEqualTo(
                        "Kaltstart <kaltstart@localhost> 1795575600 1795575600\n" + newer + "\nRevert \"Tidy up\"\n\n"
                                + "This reverts commit " + bad + ".\n\nKaltstart-Recovery: " + Forge.RECOVERY);
        assertThat(clone.history().changes(good, made.commit()).deleted()).isZero();
        assertThat(forge.hostHead()).isEqualTo(newer);
        assertThat(Files.getPosixFilePermissions(forge.home.resolve("clones"))).hasSize(3);
    }

    @Test
    void asksWhichSideOfAMergeStays() throws IOException {
        CommitId main = forge.personHead();
        RealGit.git(forge.person, "checkout", "--quiet", "-b", "renovate");
        CommitId side = forge.destroy("apps/mediabox");
        RealGit.git(forge.person, "checkout", "--quiet", "main");
        RealGit.git(forge.person, "merge", "--quiet", "--no-ff", "--message=Merge renovate", "renovate");
        CommitId merge = forge.personHead();
        forge.push();
        RecoveryClone clone = fetched("prepare");

        NeedsParent asked = (NeedsParent) clone.revert(new OneCommit(merge, null), merge, Forge.AT);
        assertThat(asked.merge()).isEqualTo(merge);
        assertThat(asked.parents()).extracting(Commit::id).containsExactly(main, side);
        assertThat(asked.parents()).extracting(Commit::subject).containsExactly("change", "Tidy up");

        Reverted made = (Reverted) clone.revert(new OneCommit(merge, main), merge, Forge.AT);
        assertThat(show(made.commit(), "apps/mediabox/app.yaml")).isEqualTo("image: mediabox");
        assertThatThrownBy(() -> clone.revert(new OneCommit(merge, merge), merge, Forge.AT))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("is not a parent of");
    }

    @Test
    void showsWhatStandsInTheWay() throws IOException {
        CommitId bad = forge.commit("apps/paperless/app.yaml", "image: broken\n");
        CommitId newer = forge.commit("apps/paperless/app.yaml", "image: broken too\n");
        forge.push();
        RecoveryClone clone = fetched("prepare");

        Conflict conflict = (Conflict) clone.revert(new OneCommit(bad, null), newer, Forge.AT);

        assertThat(conflict.commit()).isEqualTo(bad);
        assertThat(conflict.files()).containsExactly("apps/paperless/app.yaml");
        assertThat(conflict.diff()).contains("+<<<<<<<", " image: broken too", "+image: paperless");
        assertThat(branch()).isEmpty();
    }

    @Test
    void seesThatSomebodyHasRevertedAlready() throws IOException {
        CommitId bad = forge.destroy("apps/paperless");
        RealGit.git(forge.person, "revert", "--no-edit", bad.value());
        forge.push();

        Reversal reversal = fetched("prepare").revert(new OneCommit(bad, null), forge.personHead(), Forge.AT);

        assertThat(reversal).isEqualTo(new AlreadyReverted(null));
    }

    @Test
    void findsItsOwnRevertAndMakesNoSecondOne() throws IOException {
        CommitId bad = forge.destroy("apps/paperless");
        forge.push();
        var undo = new OneCommit(bad, null);
        Reverted first = (Reverted) fetched("prepare").revert(undo, bad, Forge.AT);

        // another attempt, an hour later
        RecoveryClone again = forge.clone("prepare-again");
        assertThat(again.revert(undo, bad, Forge.AT.plusSeconds(3600))).isEqualTo(first);

        assertThat(again.push(first.commit(), bad)).isInstanceOf(Push.Pushed.class);
        assertThat(fetched("once-more").revert(undo, first.commit(), Forge.AT))
                .isEqualTo(new AlreadyReverted(first.commit()));
    }

    @Test
    void revertsARangeTheNewestFirst() throws IOException {
        CommitId good = forge.personHead();
        forge.commit("apps/paperless/app.yaml", "image: broken\n");
        forge.commit("apps/paperless/app.yaml", "image: broken too\n");
        CommitId last = forge.destroy("apps/mediabox");
        forge.push();
        RecoveryClone clone = fetched("prepare");

        Reverted made = (Reverted) clone.revert(new Range(good, last, Map.of()), last, Forge.AT);

        assertThat(made.count()).isEqualTo(3);
        assertThat(clone.history().between(last, made.commit(), 10))
                .extracting(Commit::subject)
                .containsExactly("Revert \"change\"", "Revert \"change\"", "Revert \"Tidy up\"");
        assertThat(clone.history().changes(good, made.commit())).isEqualTo(Changes.NONE);
    }

    @Test
    void seesThatARangeIsUndoneThoughTheRevertIsPartOfIt() throws IOException {
        CommitId good = forge.personHead();
        CommitId bad = forge.destroy("apps/mediabox");
        forge.push();
        Reverted made = (Reverted) fetched("prepare").revert(new Range(good, bad, Map.of()), bad, Forge.AT);
        forge.clone("push").push(made.commit(), bad);

        assertThat(fetched("again").revert(new Range(good, made.commit(), Map.of()), made.commit(), Forge.AT))
                .isEqualTo(new AlreadyReverted(made.commit()));
    }

    @Test
    void goesBackToTheStateOfACommitThatWasForcedAway() throws IOException {
        CommitId old = forge.personHead();
        CommitId good = forge.commit("apps/immich/app.yaml", "image: immich\n");
        forge.push();
        forge.clone("before").fetch();
        RealGit.git(forge.person, "reset", "--quiet", "--hard", old.value());
        forge.push("--force");
        RecoveryClone clone = fetched("prepare");
        assertThat(clone.head()).contains(old);
        assertThat(clone.history().lineage(good, old)).isEqualTo(new Lineage.Rewound(1));

        Reverted made = (Reverted) clone.revert(new BackTo(good, List.of()), old, Forge.AT);

        assertThat(clone.history().changes(good, made.commit())).isEqualTo(Changes.NONE);
        assertThat(clone.push(made.commit(), old)).isInstanceOf(Push.Pushed.class);
        assertThat(forge.hostHead()).isEqualTo(made.commit());
        assertThat(inClone("rev-list", "--parents", "-1", made.commit().value()))
                .isEqualTo(made.commit() + " " + old);
    }

    @Test
    void goesBackInOneDirectoryOnly() throws IOException {
        CommitId good = forge.commit("apps/paperless/-x.yaml", "odd: name\n");
        forge.commit("apps/paperless/new.yaml", "not: there before\n");
        forge.destroy("apps/paperless/app.yaml");
        CommitId last = forge.commit("apps/mediabox/app.yaml", "image: mediabox:2\n");
        forge.push();
        RecoveryClone clone = fetched("prepare");

        Reverted made = (Reverted) clone.revert(new BackTo(good, List.of("apps/paperless")), last, Forge.AT);

        assertThat(inClone("ls-tree", "-r", "--name-only", made.commit().value())
                        .lines())
                .containsExactly(
                        "README.md", "apps/mediabox/app.yaml", "apps/paperless/-x.yaml", "apps/paperless/app.yaml");
        assertThat(show(made.commit(), "apps/mediabox/app.yaml")).isEqualTo("image: mediabox:2");

        Reverted file = (Reverted) clone(2).revert(new BackTo(good, List.of("apps/mediabox/app.yaml")), last, Forge.AT);
        assertThat(show(file.commit(), "apps/mediabox/app.yaml")).isEqualTo("image: mediabox");
        assertThat(forge.home.resolve("clones").toFile().list())
                .containsExactlyInAnyOrder(Forge.RECOVERY + ".git", "home", "git-askpass.sh");
    }

    @Test
    void goesBackInSeveralDirectoriesWithOneCommit() throws IOException {
        CommitId good = forge.personHead();
        forge.commit("README.md", "kept\n");
        forge.commit("apps/mediabox/app.yaml", "image: mediabox:2\n");
        CommitId last = forge.destroy("apps/paperless/app.yaml");
        forge.push();
        RecoveryClone clone = fetched("prepare");

        Reverted made =
                (Reverted) clone.revert(new BackTo(good, List.of("apps/mediabox", "apps/paperless")), last, Forge.AT);

        assertThat(made.count()).isEqualTo(1);
        assertThat(clone.history().changes(good, made.commit()).files())
                .extracting(Changes.FileChange::path)
                .containsExactly("README.md");
    }

    @Test
    void refusesPathsThatLeadOutOfTheRepository() {
        for (String path : List.of("../x", "/etc", "a/../b", "a//b", "a/", ".git/config", "a/.git", ".", "")) {
            assertThatThrownBy(() -> new BackTo(forge.personHead(), List.of(path)))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesCommitsThatAreNotOnTheBranch() throws IOException {
        CommitId head = forge.personHead();
        RealGit.git(forge.person, "checkout", "--quiet", "-b", "other");
        CommitId elsewhere = forge.destroy("apps/paperless");
        RealGit.git(forge.person, "push", "--quiet", forge.bare.toString(), "HEAD:other");
        RecoveryClone clone = fetched("prepare");

        assertThatThrownBy(() -> clone.revert(new OneCommit(elsewhere, null), head, Forge.AT))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("is not part of");
        assertThatThrownBy(() -> clone.revert(new BackTo(new CommitId("1".repeat(40)), List.of()), head, Forge.AT))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("recall it first");
    }

    private RecoveryClone fetched(String step) {
        RecoveryClone clone = forge.clone(step);
        assertThat(clone.fetch()).isEqualTo(new RemoteHead.At(forge.hostHead()));
        return clone;
    }

    private RecoveryClone clone(int attempt) {
        return forge.clone("prepare-" + attempt);
    }

    private String branch() {
        return inClone("for-each-ref", "refs/heads");
    }

    private String show(CommitId commit, String path) {
        return inClone("show", commit + ":" + path);
    }

    private String inClone(String... arguments) {
        return RealGit.git(forge.clonePath(), arguments);
    }
}
