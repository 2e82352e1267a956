package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.ClonedCommits;
import dev.kaltstart.flux.diagnosis.Commits;
import dev.kaltstart.flux.diagnosis.DamageTime;
import dev.kaltstart.flux.diagnosis.Diagnosis;
import dev.kaltstart.flux.diagnosis.DiagnosisText;
import dev.kaltstart.flux.diagnosis.DriftDiagnosis;
import dev.kaltstart.flux.diagnosis.FoundObject;
import dev.kaltstart.flux.diagnosis.LeastUndo;
import dev.kaltstart.flux.diagnosis.Remedy;
import dev.kaltstart.flux.diagnosis.Scope;
import dev.kaltstart.flux.diagnosis.UnknownObjects;
import dev.kaltstart.flux.diff.CommitComparison;
import dev.kaltstart.flux.diff.Comparisons;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.recovery.OutageStart;
import dev.kaltstart.shell.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Finds out what is wrong between Git and the cluster, and which way out of it there is. Looks, and changes nothing. */
@Component
class ScopeDrift extends Step {

    /** Flux needs a moment to notice what a person has mended. */
    private static final Duration NOTICES = Duration.ofMinutes(1);

    private static final Set<Remedy> MENDED = Set.of(Remedy.KEY, Remedy.OWNERS, Remedy.CONTROLLERS, Remedy.JUDGE);

    /** A try that does not build takes a second or two; nothing is being deleted meanwhile. */
    private static final Duration SETTLES = Duration.ofSeconds(12);

    /** A try that fails takes seconds; one that goes on waits for what it has applied to become healthy. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BiFunction<Run, Consumer<String>, Optional<Commits>> commits;
    private final CommitComparison comparisons;
    private final Suspensions suspensions;
    private final Evidence evidence;
    private final Redaction redaction;
    private final OutageStart outage;

    @Autowired
    ScopeDrift(
            RecoveryClones clones,
            Comparisons comparisons,
            Suspensions suspensions,
            Evidence evidence,
            Redaction redaction,
            OutageStart outage) {
        this(
                (run, unknown) -> ClonedCommits.of(clones, run, unknown),
                comparisons,
                suspensions,
                evidence,
                redaction,
                outage);
    }

    /** For tests, which have commits and comparisons of their own. */
    ScopeDrift(
            BiFunction<Run, Consumer<String>, Optional<Commits>> commits,
            CommitComparison comparisons,
            Suspensions suspensions,
            Evidence evidence,
            Redaction redaction,
            OutageStart outage) {
        this.commits = commits;
        this.comparisons = comparisons;
        this.suspensions = suspensions;
        this.evidence = evidence;
        this.redaction = redaction;
        this.outage = outage;
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
                DriftFacts.SUGGESTED_BAD,
                DriftFacts.SUGGESTED_PATH,
                DriftFacts.KEY_SECRETS,
                DriftFacts.KEY_OWNERS,
                DriftFacts.CLASHING,
                DriftFacts.CHANGED,
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
        if (scoped.unsettled() && now.isBefore(run.began().plus(SETTLES))) {
            return Check.notYet("Flux tries " + String.join(", ", scoped.trying())
                    + " right now: whether that fails, too, decides what is reverted");
        }
        if (again(run, scoped) && now.isBefore(run.began().plus(NOTICES))) {
            return Check.notYet("it is as it was before: Flux is given until "
                    + run.began().plus(NOTICES).truncatedTo(ChronoUnit.SECONDS) + " to notice what was mended");
        }
        var message = new DiagnosisText(scoped, run.find(DriftFacts.HEAD), git.orElse(null), asking);
        tell(run, scoped, message);
        return Check.met(scoped.way().word() + ": " + message.cause());
    }

    /** A person has just said that it is mended, and it looks the same. */
    private static boolean again(Run run, Diagnosis scoped) {
        return MENDED.contains(scoped.way())
                && run.find(DriftFacts.WAY).filter(scoped.way().word()::equals).isPresent();
    }

    private void tell(Run run, Diagnosis scoped, DiagnosisText message) {
        scoped.affected().after(AffectedObjects.of(run, evidence)).keep(run, evidence);
        String json = message.scope(run.cluster().clock().instant(), redaction).json();
        run.set(DriftFacts.SCOPE_REF, evidence.keep(run, Scope.NAME, json));
        run.set(DriftFacts.WAY, scoped.way().word());
        run.set(DriftFacts.CAUSE, redaction.clean(message.cause()));
        run.set(DriftFacts.ROOT, scoped.root());
        if (message.good().isPresent() || run.find(DriftFacts.GOOD).isPresent()) {
            // an earlier look may have known one that is none any more
            run.set(DriftFacts.GOOD, message.good().map(CommitId::value).orElse(""));
        }
        LeastUndo undo = message.undo();
        run.set(DriftFacts.SUGGESTED_UNDO, undo.undo());
        run.set(DriftFacts.SUGGESTED_BAD, undo.commit());
        run.set(DriftFacts.SUGGESTED_PATH, String.join("\n", undo.paths()));
        run.set(DriftFacts.KEY_SECRETS, String.join(", ", scoped.secrets()));
        run.set(
                DriftFacts.KEY_OWNERS,
                scoped.undecrypted().stream()
                        .map(id -> id.namespace() + "/" + id.name())
                        .collect(Collectors.joining(", ")));
        String clashing = FoundObject.lines(clashing(scoped));
        if (!clashing.isEmpty() || run.find(DriftFacts.CLASHING).isEmpty()) {
            // what a person has settled since must not look like a loss at the next look
            run.set(DriftFacts.CLASHING, clashing);
        }
        run.set(DriftFacts.CHANGED, FoundObject.lines(changed(scoped)));
        message.first()
                .map(bad -> new DamageTime(bad.since(), bad.message()))
                .or(() -> DamageTime.of(scoped, run.cluster().kubernetes()))
                .ifPresent(damage -> outage.found(run, damage.at(), damage.message()));
        run.set(
                DriftFacts.CONTROLLERS_DOWN,
                scoped.controllers().down().keySet().stream().sorted().collect(Collectors.joining(", ")));
    }

    private static Stream<String> clashing(Diagnosis scoped) {
        DriftLook.Seen seen = scoped.seen();
        return seen == null
                ? Stream.of()
                : seen.drift().clashes().stream()
                        .map(clash -> FoundObject.line(
                                clash.object(),
                                clash.owners().stream()
                                        .map(id -> owner(seen, id))
                                        .toList()));
    }

    private static Stream<String> changed(Diagnosis scoped) {
        DriftLook.Seen seen = scoped.seen();
        return seen == null
                ? Stream.of()
                : scoped.changed().stream()
                        .map(one -> FoundObject.line(one.object().label(), List.of(owner(seen, one.owner()))));
    }

    private static FoundObject.Owner owner(DriftLook.Seen seen, FluxId id) {
        FluxObject object = seen.objects().get(id);
        return FoundObject.Owner.of(id, object == null ? "" : object.path());
    }
}
