package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.ClonedCommits;
import dev.kaltstart.flux.diagnosis.Commits;
import dev.kaltstart.flux.diagnosis.RevisionGate;
import dev.kaltstart.flux.diagnosis.SourceWait;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets go of what was suspended, but not before its sources have what is wanted: else Flux would apply the bad commit
 * once more.
 */
@Component
class ResumeFlux extends Step {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<String> APPLY = Set.of("Kustomization", "HelmRelease");

    private final Suspensions suspensions;
    private final Function<Run, Optional<Commits>> commits;

    @Autowired
    ResumeFlux(Suspensions suspensions, RecoveryClones clones) {
        this(suspensions, run -> ClonedCommits.of(clones, run, why -> {}));
    }

    /** For tests, which have commits of their own. */
    ResumeFlux(Suspensions suspensions, Function<Run, Optional<Commits>> commits) {
        this.suspensions = suspensions;
        this.commits = commits;
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return Flux.NOT_READY;
    }

    @Override
    public Check check(Run run) {
        List<Suspension> all = suspensions.of(run.recovery());
        List<String> open = all.stream()
                .filter(row -> !row.state().ended())
                .map(row -> row.object().label())
                .toList();
        if (!open.isEmpty()) {
            return Check.notYet("still suspended: " + String.join(", ", open));
        }
        return Check.met(
                all.isEmpty()
                        ? "nothing was suspended"
                        : String.join(
                                "; ",
                                all.stream()
                                        .map(row -> row.object().label() + ": " + row.message())
                                        .distinct()
                                        .toList()));
    }

    @Override
    public void perform(Run run) {
        // a source that is held cannot fetch, and fetching applies nothing
        suspensions.release(run.cluster(), run.recovery(), id -> !APPLY.contains(id.kind()) && !isInstance(id));
        Optional<CommitId> wanted = DriftFacts.wanted(run);
        var reached = new RevisionGate(commits.apply(run), wanted);
        new SourceWait(run, reached)
                .ask(PATIENCE)
                .filter(message -> wanted.isPresent())
                .ifPresent(message -> {
                    throw new Failure.NeedsHuman(
                            "SOURCE_BEHIND",
                            "Flux is not let go on, it would apply the old state again: " + message
                                    + ". See to it that the source can fetch (flux get sources git -A), then retry");
                });
        suspensions.release(run.cluster(), run.recovery());
    }

    private static boolean isInstance(FluxId id) {
        return SuspendSwitch.of(id.kind()) == SuspendSwitch.RECONCILE;
    }
}
