package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.storage.StorageFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the bad commit to the revert on the host, with real Git. */
@SuppressWarnings("NullAway.Init")
class RevertStepsTest {

    private static final String PAPERLESS = "kubernetes/apps/office/paperless/app/";

    @TempDir
    Path directory;

    private SampleDrift drift;
    private CommitId good;
    private CommitId bad;
    private PrepareRevert prepare;
    private PushRevert push;

    @BeforeEach
    void aBadCommit() throws IOException {
        drift = new SampleDrift(directory);
        prepare = new PrepareRevert(drift.clones, drift.evidence);
        push = new PushRevert(drift.clones, drift.evidence);
        good = drift.head();
        bad = destroy();
        drift.fetch();
        drift.run.with(StorageFacts.SAVED_STATE, drift.evidence.keep(drift.run, "state.yaml", "saved"));
    }

    private CommitId destroy() {
        return drift.delete(PAPERLESS + "pvc.yaml")
                .replace(PAPERLESS + "kustomization.yaml", "  - ./pvc.yaml\n", "")
                .push("Tidy up");
    }

    @AfterEach
    void close() {
        drift.close();
    }

    private void choose(String undo, CommitId commit) {
        drift.run
                .with(DriftFacts.UNDO, undo)
                .with(undo.equals("one") ? DriftFacts.BAD_COMMIT : DriftFacts.GOOD_COMMIT, commit.value());
    }

    private Check done(Step step) {
        Check first = Turn.check(step, drift.run);
        if (first instanceof Check.NotYet) {
            Turn.perform(step, drift.run);
            return Turn.check(step, drift.run);
        }
        return first;
    }

    private Plan approved() {
        return new Plan(drift.run.subject(), List.of(), List.of("git push"), List.of());
    }

    private CommitId prepared() {
        assertThat(done(prepare)).isInstanceOf(Check.Met.class);
        return new CommitId(drift.run.get(DriftFacts.REVERT));
    }

    private static void fails(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Failure.class)
                .extracting(failure -> ((Failure) failure).code())
                .isEqualTo(code);
    }

    @Test
    void doesNotShowSecretsInPlainTextToTheApprover() {
        drift.write(PAPERLESS + "login.yaml", "kind: Secret\nstringData:\n  login: hunter2hunter2\n")
                .write("a b/login.yaml", "kind: Secret\nstringData:\n  login: hunter4hunter4\n")
                .write("a\tb.yaml", "kind: Secret\nstringData:\n  login: hunter5hunter5\n")
                .write(PAPERLESS + "database.env", "LOGIN=hunter3hunter3\n")
                .write(PAPERLESS + "key.sops.yaml", "kind: Secret\nstringData:\n  login: ENC[AES256_GCM,data:aa]\n")
                .push("Add a login");
        drift.fetch();
        choose("commits", good);
        prepared();
        done(new PreviewRevert(drift.comparisons, drift.clones, drift.evidence));

        assertThat(Turn.plan(push, drift.run).effects())
                .anyMatch(effect -> effect.contains("b/" + PAPERLESS + "login.yaml"))
                .anyMatch(effect -> effect.contains("b/" + PAPERLESS + "database.env"))
                .contains("not shown, it may hold secrets in plain text", "-  login: ENC[AES256_GCM,data:aa]")
                .noneMatch(effect -> effect.contains("hunter"));
    }

    @Test
    void bringsTheDestroyedManifestBackToTheHost() {
        assertThat(drift.run.get(DriftFacts.HEAD)).isEqualTo(bad);
        assertThat(drift.run.get(DriftFacts.GIT_ANSWERS)).isTrue();
        choose("commits", good);

        CommitId revert = prepared();
        assertThat(drift.run.get(DriftFacts.REVERT_NEEDED)).isTrue();
        assertThat(prepared()).as("prepared again").isEqualTo(revert);
        assertThat(drift.repository().history().changes(good, revert).files()).isEmpty();
        assertThat(drift.hostHead()).isEqualTo(bad);

        // its Flux has pruned the claim meanwhile
        drift.twin.after(90);
        Check shown = done(new PreviewRevert(drift.comparisons, drift.clones, drift.evidence));
        assertThat(shown.message()).contains("creates 1 (1 PersistentVolumeClaim)", "deletes nothing");
        assertThat(drift.run.get(DriftFacts.DELETES)).isZero();
        assertThat(drift.run.get(RevertFacts.STATEFUL_BACK)).isTrue();

        Plan plan = Turn.plan(push, drift.run);
        assertThat(plan.requests())
                .singleElement()
                .asString()
                .contains("git push", bad.value(), revert + ":refs/heads/main");
        assertThat(plan.effects())
                .contains(
                        "created: 1 (1 PersistentVolumeClaim)",
                        "deleted: nothing",
                        "CREATE PersistentVolumeClaim office/paperless-data (office/paperless)",
                        "+++ b/" + PAPERLESS + "pvc.yaml",
                        "+  - ./pvc.yaml")
                .anyMatch(effect -> effect.contains("no history is rewritten"))
                .noneMatch(effect -> effect.contains("preview.txt"));
        assertThat(Turn.identity(push, drift.run)).isInstanceOf(Check.Met.class);
        assertThat(done(push)).isInstanceOf(Check.Met.class);
        assertThat(drift.hostHead()).isEqualTo(revert);
        assertThat(drift.run.get(DriftFacts.PUSHED)).isEqualTo(revert.value());

        // asked again, there is nothing to do
        drift.fetch();
        assertThat(done(prepare).message()).contains("there is nothing to undo", revert.value());
        assertThat(drift.run.get(DriftFacts.REVERT_NEEDED)).isFalse();

        assertThat(done(new ProposeGuard(drift.clones, drift.evidence)).message())
                .contains("guard.diff");
        assertThat(drift.evidence.read(drift.run.get(RevertFacts.GUARD_REF)).orElseThrow())
                .contains("+++ b/" + PAPERLESS + "pvc.yaml", "+    kustomize.toolkit.fluxcd.io/prune: disabled");
    }

    @Test
    void namesWhatARevertWouldDeleteVolumesFirst() {
        choose("one", bad);
        prepared();
        // somebody goes back to before the claim was there
        CommitId before = drift.head();
        drift.run.with(DriftFacts.REVERT, before.value()).with(DriftFacts.REVERT_NEEDED, true);

        done(new PreviewRevert(drift.comparisons, drift.clones, drift.evidence));

        Plan plan = Turn.plan(push, drift.run);
        assertThat(plan.effects())
                .containsSequence(
                        "deleted: 1 (1 PersistentVolumeClaim)",
                        "DELETES the claim office/paperless-data and what is on it");
        assertThat(drift.run.get(DriftFacts.DELETES)).isEqualTo(1);
    }

    /** Nobody is asked to approve what the push would refuse. */
    @Test
    void asksForNoApprovalOnceTheBranchHasMoved() {
        choose("one", bad);
        prepared();
        drift.write("docs/note.md", "later\n").push("Somebody goes on");

        assertThatThrownBy(() -> done(new PreviewRevert(drift.comparisons, drift.clones, drift.evidence)))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("REMOTE_MOVED"))
                .hasMessageContaining("Somebody goes on");
        assertThat(drift.run.find(DriftFacts.PREVIEW_REF)).isEmpty();
    }

    @Test
    void asksAPersonWhenTheBranchHasMoved() {
        choose("one", bad);
        CommitId revert = prepared();
        drift.evidence.keep(drift.run, "preview.txt", "commit " + revert + "\n");
        drift.run.with(DriftFacts.PREVIEW_REF, drift.run.recovery() + "/preview.txt");
        CommitId newer = drift.write("docs/note.md", "later\n").push("Somebody goes on");

        assertThatThrownBy(() -> Turn.identity(push, drift.run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContainingAll(bad.abbreviated(), newer.value(), "Somebody goes on");
        fails("REMOTE_MOVED", () -> Turn.perform(push, drift.run));
        assertThat(drift.hostHead()).isEqualTo(newer);

        drift.run.with(DriftFacts.REVERT, bad.value());
        assertThat(Turn.identity(push, drift.run).message()).contains("is not the one whose effects were shown");
    }

    @Test
    void offersABranchWhenTheHostRefusesAndSeesThatItWasMerged() throws IOException {
        choose("one", bad);
        CommitId revert = prepared();
        hook(
                "[ \"$1\" ] || true; while read old new ref; do case $ref in refs/heads/main) echo GH006; exit 1;; esac; done");

        fails("PUSH_REFUSED", () -> Turn.perform(push, drift.run, approved()));
        Check offered = done(new OfferRevert(drift.clones));
        assertThat(offered.message()).contains("kaltstart/revert-" + drift.run.recovery(), revert.value());
        var await = new AwaitRevert(drift.clones);
        assertThat(done(await)).isInstanceOf(Check.NotYet.class);

        // squashed: the same files under another name
        hook("exit 0");
        RealGit.git(drift.person, "fetch", "--quiet", "origin");
        RealGit.git(drift.person, "read-tree", "-u", "--reset", revert.value());
        CommitId squashed = drift.push("Revert (#7)");
        drift.write("docs/note.md", "later\n").push("Somebody goes on");

        assertThat(done(await)).isInstanceOf(Check.Met.class);
        assertThat(DriftFacts.wanted(drift.run)).contains(drift.hostHead());
        assertThat(squashed).isNotEqualTo(revert);
    }

    private void hook(String script) throws IOException {
        Path hook = Path.of(drift.host()).resolve("hooks/pre-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void goesOnWithTheCheckoutWhenTheHostIsGone() throws IOException {
        Path host = Path.of(drift.host());
        choose("one", bad);
        CommitId revert = prepared();
        Files.move(host, host.resolveSibling("gone"));

        assertThat(done(new FetchRepository(drift.clones)).message())
                .contains("the Git host does not answer", "an earlier fetch", bad.abbreviated(), "Tidy up");
        assertThat(drift.run.get(DriftFacts.GIT_ANSWERS)).isFalse();
        assertThat(drift.run.get(DriftFacts.HEAD)).isEqualTo(bad);
        fails("PUSH_UNREACHABLE", () -> Turn.perform(push, drift.run, approved()));
        assertThat(Turn.check(push, drift.run)).isInstanceOf(Check.Unknown.class);
        drift.twin.after(10);
        fails("PUSH_UNREACHABLE", () -> Turn.check(push, drift.run));

        String offered = done(new OfferRevert(drift.clones)).message();
        assertThat(offered).contains(".bundle", "git fetch", "git push", revert.value());
        Files.move(host.resolveSibling("gone"), host);
    }

    @Test
    void doesNothingWithoutASavedState() {
        choose("one", bad);
        drift.run.with(StorageFacts.SAVED_STATE, "somewhere/else");

        fails("NO_FORENSICS", () -> Turn.check(prepare, drift.run));
        drift.run.with(DriftFacts.REVERT, bad.value());
        fails("NO_FORENSICS", () -> Turn.identity(push, drift.run));
    }

    @Test
    void asksAPersonAboutConflictsAndMerges() {
        CommitId first = drift.replace(PAPERLESS + "helmrelease.yaml", "interval: 1h", "interval: 2h")
                .push("Slower");
        drift.replace(PAPERLESS + "helmrelease.yaml", "interval: 2h", "interval: 3h")
                .push("Slower still");
        drift.fetch();
        choose("one", first);

        assertThatThrownBy(() -> Turn.check(prepare, drift.run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContainingAll(first.value(), PAPERLESS + "helmrelease.yaml", "conflict.diff", "<<<<<<<");
        assertThat(prepare.remedies(drift.run, "REVERT_CONFLICTS"))
                .anyMatch(command -> command.contains("git revert --no-edit"));
        assertThat(drift.evidence.read(drift.run.recovery() + "/conflict.diff").orElseThrow())
                .contains("interval");

        RealGit.git(drift.person, "switch", "--quiet", "--create", "side", good.value());
        drift.write("docs/side.md", "side\n").commit("Side");
        RealGit.git(drift.person, "switch", "--quiet", "main");
        RealGit.git(drift.person, "merge", "--quiet", "--no-ff", "--message=Merge side", "side");
        RealGit.git(drift.person, "push", "--quiet", "origin", "HEAD:main");
        drift.fetch();
        choose("one", drift.head());
        fails("MERGE_PARENT", () -> Turn.check(prepare, drift.run));

        // a range keeps the branch that was merged into
        choose("commits", good);
        CommitId revert = prepared();
        assertThat(drift.repository().history().changes(good, revert).files()).isEmpty();

        choose("commits", new CommitId("1".repeat(40)));
        fails("REVERT_IMPOSSIBLE", () -> Turn.check(prepare, drift.run));
        choose("state", new CommitId("1".repeat(40)));
        fails("GOOD_COMMIT_GONE", () -> Turn.check(prepare, drift.run));
    }

    @Test
    void goesBackToAStateThatWasForcedAway() {
        RealGit.git(drift.person, "reset", "--quiet", "--hard", good.value());
        CommitId wanted = drift.write("docs/note.md", "wanted\n").commit("Wanted");
        RealGit.git(drift.person, "push", "--quiet", "--force", "origin", "HEAD:main");
        drift.fetch();
        RealGit.git(drift.person, "reset", "--quiet", "--hard", bad.value());
        RealGit.git(drift.person, "push", "--quiet", "--force", "origin", "HEAD:main");
        drift.fetch();
        assertThat(drift.run.get(DriftFacts.HEAD)).isEqualTo(bad);

        choose("state", wanted);
        drift.run.with(DriftFacts.UNDO_PATH, "docs");
        CommitId revert = prepared();

        assertThat(drift.repository().history().changes(bad, revert).files())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo("docs/note.md"));
    }
}
