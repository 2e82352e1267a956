package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.ClonedCommits;
import dev.kaltstart.flux.diagnosis.Commits;
import dev.kaltstart.flux.diagnosis.Diagnosis;
import dev.kaltstart.flux.diagnosis.DiagnosisText;
import dev.kaltstart.flux.diagnosis.DriftDiagnosis;
import dev.kaltstart.flux.diagnosis.Remedy;
import dev.kaltstart.flux.diagnosis.Scope;
import dev.kaltstart.flux.diagnosis.UnknownObjects;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparisons;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.shell.Redaction;
import java.time.Duration;
import java.time.Instant;
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

    /** A try that fails takes seconds; one that goes on waits for what it has applied to become healthy. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    public Set<Fact<?>> writes() {
        return Set.of(
                DriftFacts.SCOPE_REF,
                DriftFacts.WAY,
                DriftFacts.CAUSE,
                DriftFacts.ROOT,
                DriftFacts.GOOD,
                DriftFacts.SUGGESTED_UNDO,
                DriftFacts.KEY_SECRETS,
                DriftFacts.CONTROLLERS_DOWN);
    }

    @Override
    public Check check(Run run) {
        Set<FluxId> held = suspensions.of(run.recovery()).stream()
                .filter(row -> row.state() == Suspension.State.HELD || row.state() == Suspension.State.WANTED)
                .map(Suspension::object)
                .collect(Collectors.toSet());
        var asking = new UnknownObjects();
        Optional<Commits> git = commits.apply(run, asking::unknown);
        Diagnosis scoped = new DriftDiagnosis(run, git, comparisons, held, asking).look();
        Instant now = run.cluster().clock().instant();
        if (scoped.awaited() != null
                && scoped.way() == Remedy.JUDGE
                && now.isBefore(run.began().plus(PATIENCE))) {
            return Check.notYet(scoped.awaited());
        }
        var message = new DiagnosisText(scoped, run.find(DriftFacts.HEAD), git.orElse(null), asking);
        tell(run, scoped, message);
        return Check.met(scoped.way().word() + ": " + message.cause());
    }

    private void tell(Run run, Diagnosis scoped, DiagnosisText message) {
        scoped.affected().after(AffectedObjects.of(run, evidence)).keep(run, evidence);
        String json = message.scope(run.cluster().clock().instant(), redaction).json();
        run.set(DriftFacts.SCOPE_REF, evidence.keep(run, Scope.NAME, json));
        run.set(DriftFacts.WAY, scoped.way().word());
        run.set(DriftFacts.CAUSE, message.cause());
        run.set(DriftFacts.ROOT, scoped.root());
        if (message.good().isPresent() || run.find(DriftFacts.GOOD).isPresent()) {
            // an earlier look may have known one that is none any more
            run.set(DriftFacts.GOOD, message.good().map(CommitId::value).orElse(""));
        }
        run.set(DriftFacts.SUGGESTED_UNDO, scoped.forced() ? "state" : "commits");
        run.set(DriftFacts.KEY_SECRETS, String.join(", ", scoped.secrets()));
        run.set(
                DriftFacts.CONTROLLERS_DOWN,
                scoped.controllers().down().keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
}
