package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.BAD_COMMIT;
import static dev.kaltstart.flux.DriftFacts.GOOD;
import static dev.kaltstart.flux.DriftFacts.GOOD_COMMIT;
import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.MERGE_PARENT;
import static dev.kaltstart.flux.DriftFacts.SUGGESTED_BAD;
import static dev.kaltstart.flux.DriftFacts.SUGGESTED_PATH;
import static dev.kaltstart.flux.DriftFacts.SUGGESTED_UNDO;
import static dev.kaltstart.flux.DriftFacts.UNDO;
import static dev.kaltstart.flux.DriftFacts.UNDO_PATH;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.revert.UndoFromAnswers;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Undo;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A person says what of Git is reverted. The commits are those that Kaltstart found in the repository. */
@Component
class ChooseRevision extends HumanTask {

    private static final Fact<String> OTHER_GOOD = Fact.text("otherGoodCommit");
    private static final Fact<String> OTHER_BAD = Fact.text("otherBadCommit");
    private static final Fact<String> REASON = Fact.text("chooseReason");
    private static final String COPY =
            "choose one of the list, or enter the full id, 40 hexadecimal digits, as 'git log' shows it";

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(GOOD_COMMIT, BAD_COMMIT, MERGE_PARENT, UNDO_PATH);
    }

    @Override
    public Brief brief(Run run) {
        String head = run.find(HEAD).map(CommitId::value).orElse("HEAD");
        String good = good(run).orElse("GOOD_COMMIT");
        return new Brief(
                "A commit in Git is wrong. New commits on top revert it; history is never rewritten. Choose what to revert."
                        + " You see the effect on the cluster before anything is pushed.",
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "git log --first-parent --stat " + good + ".." + head,
                        "git diff " + good + " " + head + " -- kubernetes"),
                "Commits: every commit after the last good one is reverted, newest first. One: only the bad commit is"
                        + " reverted. State: everything, or everything below the given paths, is restored as it was in the last"
                        + " good commit, even if that commit is on no branch any more. "
                        + run.find(RevertFacts.HEAD_WORDS)
                                .map(message -> "Newest commit: " + message + ".")
                                .orElse(""),
                "The cluster was healthy at the last good commit: 'flux get kustomizations -A' and the history of a"
                        + " Kustomization show which one that was. "
                        + good(run)
                                .map(text ->
                                        "Suggested: " + text + ", the newest at which all that fails now was healthy.")
                                .orElse("The cluster does not say which one that was."));
    }

    private static Optional<String> good(Run run) {
        return run.find(GOOD).filter(text -> !text.isBlank());
    }

    @Override
    public Map<Fact<String>, String> suggestions(Run run) {
        return Map.of(
                UNDO, run.find(SUGGESTED_UNDO).orElse(""),
                GOOD_COMMIT, run.find(GOOD).orElse(""),
                BAD_COMMIT, run.find(SUGGESTED_BAD).orElse(""),
                UNDO_PATH, run.find(SUGGESTED_PATH).orElse(""));
    }

    @Override
    public Map<Fact<String>, List<Option>> options(Run run) {
        String commits = run.find(RevertFacts.COMMITS).orElse("");
        return Map.of(
                GOOD_COMMIT, CommitOptions.good(commits, good(run), run.find(HEAD)),
                BAD_COMMIT, CommitOptions.bad(commits));
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        String undo = given.text(UNDO, "choose what to revert: commits, one or state");
        Optional<String> path = given.optional(UNDO_PATH);
        side(given);
        switch (undo) {
            case "one" -> {
                if (commit(given, BAD_COMMIT, OTHER_BAD).isEmpty()) {
                    throw new Refused("choose the bad commit: " + COPY);
                }
            }
            case "commits", "state" -> {
                CommitId good = commit(given, GOOD_COMMIT, OTHER_GOOD)
                        .orElseThrow(() -> new Refused("choose the last good commit: " + COPY));
                refuse(run, undo, good, path);
            }
            default -> throw new Refused("what to revert must be one of commits, one, state");
        }
        if (path.isPresent() && !undo.equals("state")) {
            throw new Refused("a path applies only when the state of the last good commit is restored");
        }
        given.text(REASON, "give the reason: the report quotes it");
    }

    private static void refuse(Run run, String undo, CommitId good, Optional<String> path) {
        if (undo.equals("commits") && run.find(HEAD).filter(good::equals).isPresent()) {
            throw new Refused("the last good commit is the newest one: there is nothing after it to revert");
        }
        try {
            var unused = new Undo.BackTo(good, UndoFromAnswers.paths(path.orElse("")));
        } catch (IllegalArgumentException e) {
            throw new Refused("the path is " + e.getMessage());
        }
    }

    private static Optional<CommitId> commit(Answers given, Fact<String> field, Fact<String> other) {
        try {
            return chosen(given, field, other).map(CommitId::new);
        } catch (IllegalArgumentException e) {
            throw new Refused("'" + field.name() + "' is not a commit: " + COPY);
        }
    }

    /** The form of an earlier version asks for the id of the parent. */
    private static void side(Answers given) {
        String side = given.optional(MERGE_PARENT).orElse("first");
        if (!side.matches("first|second|[0-9a-f]{40}")) {
            throw new Refused("the side of the merge that stays must be one of first, second");
        }
    }

    private static Optional<String> chosen(Answers given, Fact<String> field, Fact<String> other) {
        return given.optional(field)
                .flatMap(commit -> commit.equals(CommitOptions.OTHER) ? given.optional(other) : Optional.of(commit));
    }

    /** Left empty the second time, a field must not keep its first answer. */
    @Override
    public void accepted(Run run, Facts answers, String person) {
        var given = new Answers(answers);
        run.set(GOOD_COMMIT, chosen(given, GOOD_COMMIT, OTHER_GOOD).orElse(""));
        run.set(BAD_COMMIT, chosen(given, BAD_COMMIT, OTHER_BAD).orElse(""));
        run.set(MERGE_PARENT, given.optional(MERGE_PARENT).orElse(""));
        run.set(UNDO_PATH, given.optional(UNDO_PATH).orElse(""));
    }
}
