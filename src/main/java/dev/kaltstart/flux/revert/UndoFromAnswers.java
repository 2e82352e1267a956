package dev.kaltstart.flux.revert;

import static dev.kaltstart.flux.DriftFacts.BAD_COMMIT;
import static dev.kaltstart.flux.DriftFacts.GOOD_COMMIT;
import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.MERGE_PARENT;
import static dev.kaltstart.flux.DriftFacts.UNDO;
import static dev.kaltstart.flux.DriftFacts.UNDO_PATH;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Recalled;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.Undo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person has chosen to undo, as Git is told it. */
public final class UndoFromAnswers {

    private static final Set<String> SIDES = Set.of("first", "second");

    private UndoFromAnswers() {}

    public static Undo of(Facts facts, RecoveryClone clone) {
        return switch (facts.get(UNDO)) {
            case "one" -> one(facts, clone);
            case "state" ->
                new Undo.BackTo(
                        recalled(clone, commit(facts, GOOD_COMMIT)),
                        paths(facts.find(UNDO_PATH).orElse("")));
            default -> range(facts, clone);
        };
    }

    /** The paths of an answer, one a line. */
    public static List<String> paths(String answer) {
        return answer.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** The same for {@code git revert}, as far as a person has chosen: one commit, or all after the good one. */
    public static String commits(Facts facts) {
        boolean one = facts.find(UNDO).filter("one"::equals).isPresent();
        String commit = Optional.ofNullable(text(facts, one ? BAD_COMMIT : GOOD_COMMIT))
                .filter(text -> text.matches("[0-9a-f]{7,64}"))
                .orElse("HEAD~1");
        return one ? commit : commit + "..HEAD";
    }

    private static Undo one(Facts facts, RecoveryClone clone) {
        CommitId bad = commit(facts, BAD_COMMIT);
        List<CommitId> parents =
                clone.history().has(bad) ? clone.history().commit(bad).parents() : List.of();
        return new Undo.OneCommit(bad, parents.size() < 2 ? null : parent(facts, parents));
    }

    private static @Nullable CommitId parent(Facts facts, List<CommitId> parents) {
        return switch (Optional.ofNullable(text(facts, MERGE_PARENT)).orElse("")) {
            case "first" -> parents.get(0);
            case "second" -> parents.get(1);
            default -> parent(facts);
        };
    }

    private static Undo range(Facts facts, RecoveryClone clone) {
        CommitId good = commit(facts, GOOD_COMMIT);
        CommitId head = facts.get(HEAD);
        CommitId chosen = parent(facts);
        var parents = new HashMap<CommitId, CommitId>();
        if (clone.history().has(good)) {
            Map<CommitId, List<CommitId>> merges = clone.history().merges(good, head);
            // along the first parents: that side has to stay, or the good commit would not come out of it
            merges.forEach((merge, sides) ->
                    parents.put(merge, chosen != null && sides.contains(chosen) ? chosen : sides.get(0)));
        }
        return new Undo.Range(good, head, parents);
    }

    /** After a force-push, the good commit may be on no branch any more. */
    private static CommitId recalled(RecoveryClone clone, CommitId good) {
        if (!clone.history().has(good) && clone.recall(good) == Recalled.NOWHERE) {
            throw new Failure.NeedsHuman(
                    "GOOD_COMMIT_GONE",
                    "the commit " + good + " is neither in the clone nor in the checkout, and the host does not give it"
                            + " out: choose another one, or bring it into the checkout from a machine that has it");
        }
        return good;
    }

    private static @Nullable CommitId parent(Facts facts) {
        return Optional.ofNullable(text(facts, MERGE_PARENT))
                .filter(parent -> !SIDES.contains(parent))
                .map(CommitId::new)
                .orElse(null);
    }

    private static CommitId commit(Facts facts, Fact<String> fact) {
        String text = text(facts, fact);
        if (text == null) {
            throw new Failure.NeedsHuman("NOTHING_CHOSEN", "it was not chosen which commit is meant: " + fact.name());
        }
        return new CommitId(text);
    }

    private static @Nullable String text(Facts facts, Fact<String> fact) {
        return facts.find(fact)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }
}
