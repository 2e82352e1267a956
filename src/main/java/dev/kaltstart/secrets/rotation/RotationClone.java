package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import org.springframework.stereotype.Component;

/** The repository for the change of the key. Unlike a drift, this needs the host itself: a copy may miss secrets. */
@Component
class RotationClone {

    private final RecoveryClones clones;

    RotationClone(RecoveryClones clones) {
        this.clones = clones;
    }

    RecoveryClone of(Run run) {
        try {
            return clones.of(run.cluster(), run.recovery());
        } catch (GitTrouble e) {
            throw new Failure.NeedsHuman("REPOSITORY_UNKNOWN", String.valueOf(e.getMessage()));
        }
    }

    /** @return the head of the branch that Flux follows, with all its files in the clone */
    CommitId fetch(Run run) {
        RemoteHead head = fetched(of(run));
        if (head instanceof RemoteHead.At at) {
            return at.commit();
        }
        throw new Failure.Retryable(
                "GIT_AWAY",
                head instanceof RemoteHead.Unreachable gone
                        ? "the Git host does not answer: "
                                + gone.message().lines().findFirst().orElse("")
                        : "the Git host has no branch "
                                + run.cluster().repository().branch());
    }

    private static RemoteHead fetched(RecoveryClone clone) {
        try {
            return clone.fetch();
        } catch (GitTrouble e) {
            return new RemoteHead.Unreachable(String.valueOf(e.getMessage()));
        }
    }
}
