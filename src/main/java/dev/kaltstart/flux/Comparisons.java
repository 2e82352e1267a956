package dev.kaltstart.flux;

import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import org.springframework.stereotype.Component;

/** Compares a tree of the repository with the cluster. */
@Component
class Comparisons {

    /**
     * @throws dev.kaltstart.git.GitTrouble when the commit is not in the clone of the recovery
     * @throws dev.kaltstart.shell.Shell.MissingTool when the command line of Flux is not installed
     */
    Comparison of(Run run, CommitId commit) {
        throw new UnsupportedOperationException("not compared yet: " + commit + " for " + run.recovery());
    }
}
