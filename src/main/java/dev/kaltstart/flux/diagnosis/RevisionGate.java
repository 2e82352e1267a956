package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.shell.Shell;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether what Flux has contains a commit. Each revision is asked for once. */
public final class RevisionGate {

    private final Optional<Commits> commits;
    private final Optional<CommitId> wanted;
    private final Map<String, Boolean> known = new HashMap<>();

    /** @param wanted empty when nothing special is waited for: then everything is good enough */
    public RevisionGate(Optional<Commits> commits, Optional<CommitId> wanted) {
        this.commits = commits;
        this.wanted = wanted;
    }

    public boolean by(String revision) {
        return wanted.isEmpty() || known.computeIfAbsent(revision, this::ask);
    }

    private boolean ask(String revision) {
        Optional<CommitId> commit = Revisions.commit(revision);
        if (commit.isEmpty() || commit.equals(wanted)) {
            return commit.isPresent();
        }
        try {
            return commits.isPresent() && commits.get().contains(commit.get(), wanted.get());
        } catch (GitTrouble | Shell.MissingTool | UnsupportedOperationException e) {
            // unknown; the same commit would have been seen
            return false;
        }
    }

    /** For a person; blank when nothing is waited for. */
    String label() {
        return wanted.map(CommitId::abbreviated).orElse("");
    }
}
