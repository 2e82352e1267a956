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
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Undo;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Somebody has to say what of Git is to be undone. */
@Component
class ChooseRevision extends HumanTask {

    private static final Fact<String> REASON = Fact.text("chooseReason");
    private static final String COPY =
            "give the whole name of a commit, 40 hexadecimal digits: copy it from the list or" + " from 'git log'";

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(GOOD_COMMIT, BAD_COMMIT, MERGE_PARENT, UNDO_PATH);
    }

    @Override
    public Brief brief(Run run) {
        String head = run.find(HEAD).map(CommitId::value).orElse("HEAD");
        String good = run.find(GOOD).filter(text -> !text.isBlank()).orElse("GOOD_COMMIT");
        return new Brief(
                "Git says what it should not, or no longer says what it should. It is undone by new commits on top; history"
                        + " is never rewritten. Choose what is to be undone; nothing is pushed before you have seen what"
                        + " that makes of the cluster.",
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "git log --first-parent --stat " + good + ".." + head,
                        "git diff " + good + " " + head + " -- kubernetes"),
                "Commits: everything after the good commit is undone, the newest first. One: only the bad commit is. State:"
                        + " everything, or everything below the path, becomes as it was in the good commit, which may be"
                        + " on no branch any more. "
                        + run.find(RevertFacts.HEAD_WORDS)
                                .map(message -> "Looked at: " + message + ".")
                                .orElse(""),
                "The good commit is one that the cluster ran well with: 'flux get kustomizations -A' and the history of a"
                        + " Kustomization name it. "
                        + run.find(GOOD)
                                .filter(text -> !text.isBlank())
                                .map(text -> "Suggested: " + text
                                        + ", the newest commit at which all went well that fails now.")
                                .orElse("Which one that is could not be told from the cluster."));
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
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        String undo = given.text(UNDO, "choose what to undo: commits, one or state");
        Optional<String> path = given.optional(UNDO_PATH);
        commit(given, MERGE_PARENT);
        switch (undo) {
            case "one" -> {
                if (commit(given, BAD_COMMIT).isEmpty()) {
                    throw new Refused("say which commit is to be undone: " + COPY);
                }
            }
            case "commits", "state" -> {
                CommitId good = commit(given, GOOD_COMMIT)
                        .orElseThrow(() -> new Refused("say which commit was the last good one: " + COPY));
                refuse(run, undo, good, path);
            }
            default -> throw new Refused("what to undo must be one of commits, one, state");
        }
        if (path.isPresent() && !undo.equals("state")) {
            throw new Refused("a path can be given only when everything below it goes back to a state");
        }
        given.text(REASON, "give the reason: the report tells later why this was chosen");
    }

    private static void refuse(Run run, String undo, CommitId good, Optional<String> path) {
        if (undo.equals("commits") && run.find(HEAD).filter(good::equals).isPresent()) {
            throw new Refused("the good commit is the newest one: there is nothing after it that could be undone");
        }
        try {
            var unused = new Undo.BackTo(good, path.orElse(null));
        } catch (IllegalArgumentException e) {
            throw new Refused("the path is " + e.getMessage());
        }
    }

    private static Optional<CommitId> commit(Answers given, Fact<String> field) {
        try {
            return given.optional(field).map(CommitId::new);
        } catch (IllegalArgumentException e) {
            throw new Refused("'" + field.name() + "' is no commit: " + COPY);
        }
    }

    /** Left empty the second time, a field must not keep what was in it the first time. */
    @Override
    public void accepted(Run run, Facts answers, String person) {
        var given = new Answers(answers);
        for (Fact<String> field : List.of(GOOD_COMMIT, BAD_COMMIT, MERGE_PARENT, UNDO_PATH)) {
            run.set(field, given.optional(field).orElse(""));
        }
    }
}
