package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.git.Changes.FileChange;
import dev.kaltstart.git.Changes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    Path directory;

    private Forge forge;

    @BeforeEach
    void aHost() throws IOException {
        forge = new Forge(directory);
    }

    @Test
    void tellsWhoDidWhatToWhichFiles() throws IOException {
        CommitId good = forge.personHead();
        forge.commit("apps/immich/app.yaml", "image: immich\n");
        CommitId bad = forge.destroy("apps/paperless");
        forge.push();
        RecoveryClone clone = fetched();

        assertThat(clone.history().between(good, bad, 10)).hasSize(2).first().satisfies(commit -> {
            assertThat(commit.id()).isEqualTo(bad);
            assertThat(commit.author()).isEqualTo("Somebody <somebody@localhost>");
            assertThat(commit.authoredAt()).isAfter(Forge.AT.minusSeconds(30_000_000));
            assertThat(commit.subject()).isEqualTo("Tidy up");
            assertThat(commit.merge()).isFalse();
            assertThat(commit.changes())
                    .isEqualTo(new Changes(
                            0, 0, 1, List.of(new FileChange(Kind.DELETED, "apps/paperless/app.yaml")), true));
        });
        assertThat(clone.history().between(good, bad, 1)).hasSize(1);
        assertThat(clone.history().count(good, bad)).isEqualTo(2);
        assertThat(clone.history().diff(good, bad))
                .contains("deleted file mode", "-image: paperless", "+image: immich");
    }

    @Test
    void showsTheFirstCommitToo() {
        CommitId first = new CommitId(RealGit.git(forge.person, "rev-list", "--max-parents=0", "HEAD"));

        Commit commit = fetched().history().commit(first);

        assertThat(commit.parents()).isEmpty();
        assertThat(commit.changes().added()).isEqualTo(1);
    }

    @Test
    void cutsALongDifference() throws IOException {
        CommitId before = forge.personHead();
        CommitId big = forge.commit("big.yaml", "key: value\n".repeat(60_000));
        forge.push();

        String diff = fetched().history().diff(before, big);

        assertThat(diff)
                .hasSizeBetween(History.DIFF_LIMIT, History.DIFF_LIMIT + 30)
                .endsWith("[... cut ...]");
    }

    @Test
    void findsACommitThatWasForcedAway() throws IOException {
        CommitId old = forge.personHead();
        CommitId applied = forge.commit("apps/immich/app.yaml", "image: immich\n");
        RealGit.git(forge.person, "checkout", "--quiet", "-B", "main", old.value());
        CommitId other = forge.commit("apps/other/app.yaml", "image: other\n");
        forge.push();
        RecoveryClone clone = fetched();
        assertThat(clone.history().lineage(applied, other)).isEqualTo(new Lineage.Missing());

        // no longer on any branch, but in the checkout
        assertThat(clone.recall(applied)).isEqualTo(Recalled.CHECKOUT);

        assertThat(clone.history().lineage(applied, other)).isEqualTo(new Lineage.Diverged(Optional.of(old), 1, 1));
        assertThat(clone.history().lineage(old, other)).isEqualTo(new Lineage.Contained(1));
        assertThat(clone.recall(applied)).isEqualTo(Recalled.CLONE);
        assertThat(clone.recall(new CommitId("1".repeat(40)))).isEqualTo(Recalled.NOWHERE);
    }

    @Test
    void asksTheHostForACommitThatNoBranchHas() throws IOException {
        CommitId old = forge.personHead();
        CommitId applied = forge.commit("apps/immich/app.yaml", "image: immich\n");
        forge.push();
        RealGit.git(forge.bare, "update-ref", "refs/heads/main", old.value());
        Files.move(forge.person, directory.resolve("lost"));

        assertThat(fetched().recall(applied)).isEqualTo(Recalled.HOST);
    }

    @Test
    void tellsASignatureThatItCannotCheckFromNone() throws IOException {
        CommitId unsigned = forge.personHead();
        Path key = directory.resolve("key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .onExit()
                .join();
        RealGit.git(
                forge.person,
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingKey=" + key,
                "commit",
                "--quiet",
                "--allow-empty",
                "-S",
                "--message=signed");
        forge.push();
        History history = fetched().history();

        assertThat(history.signature(unsigned)).isEqualTo(new Signature(Signature.State.NONE, ""));
        assertThat(history.signature(forge.personHead()).state()).isEqualTo(Signature.State.UNKNOWN);
    }

    @Test
    void saysThatThereIsNoSuchBranch() {
        RealGit.git(forge.bare, "branch", "-m", "main", "trunk");

        assertThat(forge.clone("look").fetch()).isEqualTo(new RemoteHead.Missing());
    }

    private RecoveryClone fetched() {
        RecoveryClone clone = forge.clone("look");
        assertThat(clone.fetch()).isInstanceOf(RemoteHead.At.class);
        return clone;
    }
}
