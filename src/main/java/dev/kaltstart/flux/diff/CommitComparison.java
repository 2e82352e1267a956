package dev.kaltstart.flux.diff;

import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.git.CommitId;
import java.util.Set;

/** What commits of the repository would make of the cluster. */
@FunctionalInterface
public interface CommitComparison {

    /**
     * All of it.
     *
     * @throws dev.kaltstart.git.GitTrouble when the commit is not in the clone of the recovery
     * @throws dev.kaltstart.shell.Shell.MissingTool when the command line of Flux is not installed
     */
    Comparison of(Run run, CommitId commit);

    /**
     * Only what some Kustomizations made with it and is not there any more: a fraction of the work.
     *
     * @param owners those of the cluster; the ones that came out of them and are gone count too
     * @return differences of the action create, and what does not build
     */
    default Comparison missing(Run run, CommitId commit, Set<FluxId> owners) {
        return of(run, commit);
    }
}
