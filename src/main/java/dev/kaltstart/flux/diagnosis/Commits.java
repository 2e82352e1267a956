package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Lineage;
import java.util.List;

/** What can be asked of the commits that Flux names. Each may throw {@link dev.kaltstart.git.GitTrouble}. */
public interface Commits {

    /** Looks for a commit everywhere, when it is on no branch any more. */
    Lineage lineage(CommitId commit, CommitId head);

    /** False as well when one of them cannot be found. */
    boolean contains(CommitId commit, CommitId ancestor);

    /** The newest first. */
    List<Commit> between(CommitId good, CommitId head, int most);
}
