package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.engine.Run;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.Lineage;
import dev.kaltstart.git.Recalled;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.shell.Shell;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Commits in the clone that a recovery has of its own. */
public record ClonedCommits(RecoveryClone repository) implements Commits {

    /** Empty when there is no repository to look at; why is told to {@code unknown}. */
    public static Optional<Commits> of(RecoveryClones clones, Run run, Consumer<String> unknown) {
        try {
            return Optional.of(new ClonedCommits(clones.of(run.cluster(), run.recovery())));
        } catch (GitTrouble | UnsupportedOperationException e) {
            unknown.accept("the commits of Git: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Lineage lineage(CommitId commit, CommitId head) {
        Lineage lineage = repository.history().lineage(commit, head);
        return lineage instanceof Lineage.Missing && repository.recall(commit) != Recalled.NOWHERE
                ? repository.history().lineage(commit, head)
                : lineage;
    }

    @Override
    public boolean contains(CommitId commit, CommitId ancestor) {
        var history = repository.history();
        if (commit.equals(ancestor)) {
            return true;
        }
        if (!history.has(commit) || !history.has(ancestor)) {
            fetch();
        }
        return history.has(commit) && history.has(ancestor) && history.isAncestor(ancestor, commit);
    }

    private void fetch() {
        try {
            repository.fetch();
        } catch (GitTrouble | Shell.MissingTool e) {
            // then it has what it had, and that is asked next
        }
    }

    @Override
    public List<Commit> between(CommitId good, CommitId head, int most) {
        return repository.history().between(good, head, most);
    }
}
