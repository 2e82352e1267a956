package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.shell.Redaction;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Finds out what is wrong between Git and the cluster, and which way out of it there is. Looks, and changes nothing. */
@Component
class ScopeDrift extends Step {

    private final BiFunction<Run, Consumer<String>, Optional<Commits>> commits;
    private final BiFunction<Run, CommitId, Comparison> comparisons;
    private final Suspensions suspensions;
    private final Evidence evidence;
    private final Redaction redaction;

    @Autowired
    ScopeDrift(
            RecoveryClones clones,
            Comparisons comparisons,
            Suspensions suspensions,
            Evidence evidence,
            Redaction redaction) {
        this(
                (run, unknown) -> ClonedCommits.of(clones, run, unknown),
                comparisons::of,
                suspensions,
                evidence,
                redaction);
    }

    /** For tests, which have commits and comparisons of their own. */
    ScopeDrift(
            BiFunction<Run, Consumer<String>, Optional<Commits>> commits,
            BiFunction<Run, CommitId, Comparison> comparisons,
            Suspensions suspensions,
            Evidence evidence,
            Redaction redaction) {
        this.commits = commits;
        this.comparisons = comparisons;
        this.suspensions = suspensions;
        this.evidence = evidence;
        this.redaction = redaction;
    }

    @Override
    protected Check check(Run run) {
        Set<FluxId> held = suspensions.of(run.recovery()).stream()
                .filter(row -> row.state() == Suspension.State.HELD || row.state() == Suspension.State.WANTED)
                .map(Suspension::object)
                .collect(Collectors.toSet());
        var unknown = new ArrayList<String>();
        Optional<Commits> git = commits.apply(run, unknown::add);
        ScopeLook look = new ScopeLook(run, git, comparisons, held, unknown).look();
        tell(run, look);
        return Check.met(look.way().word() + ": " + look.cause());
    }

    private void tell(Run run, ScopeLook look) {
        look.affected().after(Affected.of(run, evidence)).keep(run, evidence);
        String scope =
                evidence.keep(run.recovery(), Scope.NAME, look.scope(redaction).json());
        run.set(DriftFacts.SCOPE_REF, scope);
        run.set(DriftFacts.WAY, look.way().word());
        run.set(DriftFacts.CAUSE, look.cause());
        run.set(DriftFacts.ROOT, look.root());
        if (look.good().isPresent() || run.find(DriftFacts.GOOD).isPresent()) {
            // an earlier look may have known one that is none any more
            run.set(DriftFacts.GOOD, look.good().map(CommitId::value).orElse(""));
        }
        run.find(DriftFacts.HEAD).ifPresent(head -> run.set(DriftFacts.WANTED, head.value()));
        run.set(DriftFacts.KEY_SECRETS, String.join(", ", look.secrets()));
        run.set(
                DriftFacts.CONTROLLERS_DOWN,
                look.controllers().down().keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
}
