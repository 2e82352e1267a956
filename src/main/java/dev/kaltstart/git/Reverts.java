package dev.kaltstart.git;

import dev.kaltstart.git.Undo.BackTo;
import dev.kaltstart.git.Undo.OneCommit;
import dev.kaltstart.git.Undo.Range;
import dev.kaltstart.shell.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prepares reverts. Repeatable: the same request gives the same commits, byte for byte, with the time of the first
 * attempt.
 */
record Reverts(CloneGit git, History history, String recovery) {

    private static final int MOST = 100;

    String branch() {
        return "refs/heads/" + RecoveryClone.BRANCH + recovery;
    }

    Reversal revert(Undo undo, CommitId onto, Instant at) {
        return kept(draft(undo, onto, at), onto);
    }

    /** Creates only objects that nothing refers to. */
    Reversal plan(Undo undo, CommitId onto, Instant at) {
        return reversal(draft(undo, onto, at), onto);
    }

    private Draft draft(Undo undo, CommitId onto, Instant at) {
        git.require(onto);
        var writer = new CommitWriter(git, recovery, firstAttempt().orElse(at));
        if (undo instanceof BackTo back) {
            return backTo(back, onto, writer);
        }
        if (undo instanceof Range range) {
            return each(commits(range, onto), range.parents(), onto, writer);
        }
        var one = (OneCommit) undo;
        requireOn(one.commit(), onto);
        Map<CommitId, CommitId> parents = one.parent() == null ? Map.of() : Map.of(one.commit(), one.parent());
        return each(List.of(one.commit()), parents, onto, writer);
    }

    /** A refusal, or the tip of the created commits: {@code onto} itself when there were none. */
    private record Draft(@Nullable Reversal refusal, CommitId tip, int count) {}

    private Draft each(List<CommitId> bad, Map<CommitId, CommitId> parents, CommitId onto, CommitWriter writer) {
        CommitId tip = onto;
        int count = 0;
        for (CommitId id : bad) {
            Commit commit = history.commit(id);
            CommitId chosen = parents.get(id);
            if (commit.merge() && chosen == null) {
                return refused(
                        new Reversal.NeedsParent(
                                id,
                                commit.parents().stream().map(history::commit).toList()),
                        onto);
            }
            if (chosen != null && !commit.parents().contains(chosen)) {
                throw new GitTrouble(chosen + " is not a parent of " + id);
            }
            var merge = ThreeWay.undoing(git, commit, chosen, tip, writer);
            if (!merge.clean()) {
                String diff = history.diff(git.treeOf(tip), merge.tree());
                return refused(new Reversal.Conflict(id, merge.files(), diff), onto);
            }
            if (!merge.tree().equals(git.treeOf(tip))) {
                tip = writer.revert(commit, chosen, merge.tree(), tip);
                count++;
            }
        }
        // it was undone and redone since
        boolean same = count > 0 && git.treeOf(tip).equals(git.treeOf(onto));
        return same ? new Draft(null, onto, 0) : new Draft(null, tip, count);
    }

    private static Draft refused(Reversal refusal, CommitId onto) {
        return new Draft(refusal, onto, 0);
    }

    private Draft backTo(BackTo back, CommitId onto, CommitWriter writer) {
        if (!git.has(back.good())) {
            throw new GitTrouble("the commit " + back.good() + " is not in the clone: recall it first");
        }
        String tree = back.paths().isEmpty()
                ? git.treeOf(back.good())
                : new PartialTree(git).of(onto, back.good(), back.paths());
        if (tree.equals(git.treeOf(onto))) {
            return new Draft(null, onto, 0);
        }
        return new Draft(null, writer.backTo(back, tree, onto), 1);
    }

    /** Newest first. */
    private List<CommitId> commits(Range range, CommitId onto) {
        requireOn(range.last(), onto);
        requireOn(range.after(), range.last());
        List<CommitId> bad = history.ids(range.after(), range.last(), MOST + 1, List.of("--first-parent"));
        if (bad.size() > MOST) {
            throw new GitTrouble(
                    "more than " + MOST + " commits would be reverted: go back to the state of a good commit instead");
        }
        return bad;
    }

    private void requireOn(CommitId commit, CommitId head) {
        git.require(commit);
        if (!git.isAncestor(commit, head)) {
            throw new GitTrouble("the commit " + commit + " is not part of " + head + ": nothing to revert");
        }
    }

    private Reversal reversal(Draft draft, CommitId onto) {
        if (draft.refusal() != null) {
            return draft.refusal();
        }
        return draft.count() == 0
                ? new Reversal.AlreadyReverted(madeBefore(onto).orElse(null))
                : new Reversal.Reverted(draft.tip(), onto, draft.count());
    }

    private Reversal kept(Draft draft, CommitId onto) {
        Reversal reversal = reversal(draft, onto);
        if (!(reversal instanceof Reversal.Reverted)) {
            return reversal;
        }
        Result moved = git.acting()
                .run(git.command(
                        "update-ref", "--no-deref", branch(), draft.tip().value()));
        // check the branch: a crash may have hidden the result of the command
        if (!git.commit(branch()).filter(draft.tip()::equals).isPresent()) {
            throw new GitTrouble("the revert " + draft.tip() + " could not be stored: " + GitMessages.of(moved));
        }
        return reversal;
    }

    /** The commit time of the head of this recovery's branch. */
    private Optional<Instant> firstAttempt() {
        return git.commit(branch())
                .filter(this::isOurs)
                .map(tip -> history.commit(tip).committedAt());
    }

    private boolean isOurs(CommitId commit) {
        return git.read(
                        "show",
                        "-s",
                        "--no-notes",
                        "--format=%(trailers:key=" + GitCheckout.TRAILER + ",valueonly,separator=%x2C)",
                        "--end-of-options",
                        commit.value())
                .strip()
                .equals(recovery);
    }

    /** This recovery's newest commit in the history of another one. */
    private Optional<CommitId> madeBefore(CommitId head) {
        return git.read(
                        "rev-list",
                        "--fixed-strings",
                        "--grep=" + GitCheckout.TRAILER + ": " + recovery,
                        "--max-count=20",
                        "--end-of-options",
                        head.value())
                .lines()
                .map(CommitId::new)
                .filter(this::isOurs)
                .findFirst();
    }
}
