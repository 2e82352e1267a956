package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.flux.diagnosis.FoundObject;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import java.util.Optional;

/** What is known about a cluster that does not follow Git. */
public final class DriftFacts {

    /** Head of the branch as it was looked at. */
    public static final Fact<CommitId> HEAD = Fact.of("headRevision", CommitId::value, CommitId::new);

    /** The host of the repository answers. */
    public static final Fact<Boolean> GIT_ANSWERS = Fact.flag("gitAnswers");

    /** What to do: nothing, revert, overwrite, key, controllers, git, owners or judge. */
    public static final Fact<String> WAY = Fact.text("way");

    /** What is wrong, for a person. */
    public static final Fact<String> CAUSE = Fact.text("driftCause");

    /** The object that keeps most others back; blank when there is none. */
    public static final Fact<String> ROOT = Fact.text("driftRoot");

    /** Secrets with keys that are missing or wrong, each as namespace/name; set when that is the way. */
    public static final Fact<String> KEY_SECRETS = Fact.text("keySecrets");

    /** Kustomizations that cannot decrypt, each as namespace/name. */
    public static final Fact<String> KEY_OWNERS = Fact.text("keyOwners");

    /** Objects with more than one owner, one per line, as {@link FoundObject} writes them. */
    public static final Fact<String> CLASHING = Fact.text("clashingObjects");

    /** Objects that differ from Git, one per line, as {@link FoundObject} writes them. */
    public static final Fact<String> CHANGED = Fact.text("changedObjects");

    /** Controllers of Flux that do not run, by name. */
    public static final Fact<String> CONTROLLERS_DOWN = Fact.text("controllersDown");

    /** The last good commit, as a suggestion; not set when it is not known. */
    public static final Fact<String> GOOD = Fact.text("goodRevision");

    /** Evidence: the complete scope. */
    public static final Fact<String> SCOPE_REF = Fact.text("scopeRef");

    /** The least that undoes it: {@code commits}, {@code one} or {@code state}; blank when a person has to choose. */
    public static final Fact<String> SUGGESTED_UNDO = Fact.text("suggestedUndo");

    /** The commit for {@code one}; blank for the others. */
    public static final Fact<String> SUGGESTED_BAD = Fact.text("suggestedBad");

    /** The path for {@code state}; blank for all of it, and for the others. */
    public static final Fact<String> SUGGESTED_PATH = Fact.text("suggestedPath");

    /** How to undo it, as a person has chosen it: {@code commits}, {@code one} or {@code state}. */
    public static final Fact<String> UNDO = Fact.text("undo");

    /** As a person has chosen it. */
    public static final Fact<String> GOOD_COMMIT = Fact.text("goodCommit");

    public static final Fact<String> BAD_COMMIT = Fact.text("badCommit");

    /** Which parent of a merge stays: {@code first} or {@code second}; its id in recoveries of earlier versions. */
    public static final Fact<String> MERGE_PARENT = Fact.text("mergeParent");

    public static final Fact<String> UNDO_PATH = Fact.text("undoPath");

    /** The newest commit that was made to undo it. */
    public static final Fact<String> REVERT = Fact.text("revertCommit");

    /** False when it is undone already and there is nothing to push. */
    public static final Fact<Boolean> REVERT_NEEDED = Fact.flag("revertNeeded");

    /** Evidence: all that the revert would make of the cluster. */
    public static final Fact<String> PREVIEW_REF = Fact.text("previewRef");

    /** How many objects it would delete. */
    public static final Fact<Long> DELETES = Fact.number("deletes");

    /** The revert that the branch of the host has. */
    public static final Fact<String> PUSHED = Fact.text("pushedCommit");

    /** The commit with which the revert came by hand. */
    public static final Fact<String> ARRIVED = Fact.text("arrivedCommit");

    public static final Fact<Boolean> NAMESPACE_STUCK = Fact.flag("namespaceStuck");

    /** Which namespaces do not go, and what holds each. */
    public static final Fact<String> STUCK_WORDS = Fact.text("stuckNamespaces");

    /** What Flux has to reach: what was pushed or came by hand, else the newest commit. Empty when none is known. */
    static Optional<CommitId> wanted(Facts facts) {
        return facts.find(ARRIVED)
                .or(() -> facts.find(PUSHED))
                .flatMap(Revisions::commit)
                .or(() -> facts.find(HEAD));
    }

    private DriftFacts() {}
}
