package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.ClonedCommits;
import dev.kaltstart.flux.diagnosis.Commits;
import dev.kaltstart.flux.diagnosis.RevisionGate;
import dev.kaltstart.flux.diagnosis.SourceWait;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Requests;
import dev.kaltstart.flux.object.Sources;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Has Flux apply what is wanted, in the order in which one needs the other, and waits until all of it is well. */
@Component
class ReconcileFlux extends Step {

    private static final Duration SOURCES = Duration.ofMinutes(2);

    /** Time for a try with what is wanted, where an earlier try may have ended the same way. */
    private static final Duration TRIES = Duration.ofMinutes(3);

    /** Objects that Flux applies in the wrong order succeed at its next try, mostly after 15 to 30 s. */
    private static final Duration TRIES_OF_A_REVERT = Duration.ofSeconds(45);

    /** An object that does not fit its schema, as the API server says it. */
    private static final Pattern FIELD = Pattern.compile(
            "failed to create typed patch object|field not declared in schema|is invalid: |strict decoding error"
                    + "|field is immutable|dry-run failed(?: \\(|, reason: )(?:Invalid|BadRequest)");

    private final Function<Run, Optional<Commits>> commits;

    @Autowired
    ReconcileFlux(RecoveryClones clones) {
        this(run -> ClonedCommits.of(clones, run, why -> {}));
    }

    /** For tests, which have commits of their own. */
    ReconcileFlux(Function<Run, Optional<Commits>> commits) {
        this.commits = commits;
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return Flux.NOT_READY;
    }

    @Override
    public Check check(Run run) {
        Optional<DriftLook.Seen> seen = DriftLook.at(run.cluster().kubernetes(), Set.of());
        if (seen.isEmpty()) {
            return Check.unknown("the cluster does not serve Flux: its CRDs are not there");
        }
        List<FluxObject> active = active(seen.get());
        List<FluxObject> open = open(run, seen.get());
        String suspended =
                seen.get().drift().suspended().stream().map(FluxId::label).collect(Collectors.joining(", "));
        String note = suspended.isEmpty() ? "" : "; suspended, so not waited for: " + suspended;
        if (open.isEmpty()) {
            return Check.met("all " + active.size() + " Kustomizations and HelmReleases are ready"
                    + DriftFacts.wanted(run)
                            .map(wanted -> " with " + wanted.abbreviated())
                            .orElse("")
                    + note);
        }
        refused(run, seen.get().drift()).ifPresent(root -> {
            throw new Failure.NeedsHuman(
                    "FLUX_REFUSED",
                    "Flux tries what is wanted, and it fails each time: " + root.message() + ", it says: "
                            + root.says());
        });
        return Check.notYet(
                message(seen.get().drift(), open) + note,
                (active.size() - open.size()) / (double) Math.max(1, active.size()));
    }

    /** No later try ends better, so waiting for it is for nothing. */
    private Optional<Drift.Root> refused(Run run, Drift drift) {
        Duration passed = Duration.between(run.began(), run.cluster().clock().instant());
        if (passed.compareTo(TRIES_OF_A_REVERT) < 0) {
            return Optional.empty();
        }
        boolean late = passed.compareTo(TRIES) >= 0;
        boolean reverted = run.find(DriftFacts.PUSHED).isPresent();
        var reached = new RevisionGate(commits.apply(run), DriftFacts.wanted(run));
        return drift.roots().stream()
                .filter(root ->
                        root.cause().certain() || FIELD.matcher(root.says()).find())
                .filter(root -> root.cause() == Cause.CIRCLE || root.attempted().isEmpty()
                        ? late
                        : (late || reverted) && reached.by(root.attempted()))
                .findFirst();
    }

    /** Who is to blame first: the others wait for it. */
    private static String message(Drift drift, List<FluxObject> open) {
        String roots = drift.roots().stream()
                .map(root -> root.message() + (root.says().isEmpty() ? "" : ", it says: " + root.says()))
                .limit(5)
                .collect(Collectors.joining("; "));
        String behind = open.stream().map(FluxObject::label).limit(10).collect(Collectors.joining(", "));
        return open.size() + " are not there yet"
                + (roots.isEmpty() ? "" : "; to blame: " + roots)
                + "; waited for: " + behind + (open.size() > 10 ? " and more" : "");
    }

    private List<FluxObject> open(Run run, DriftLook.Seen seen) {
        Optional<CommitId> wanted = DriftFacts.wanted(run);
        var reached = new RevisionGate(commits.apply(run), wanted);
        Optional<FluxId> main = Sources.main(seen.objects().values());
        return active(seen).stream()
                .filter(object -> !object.healthy()
                        || behind(object, seen)
                        || (main.filter(object.source()::equals).isPresent() && !reached.by(object.appliedRevision())))
                .toList();
    }

    private static boolean behind(FluxObject object, DriftLook.Seen seen) {
        FluxObject source = seen.objects().get(object.source());
        return source != null
                && !source.artifactRevision().isEmpty()
                && object.id().kind().equals("Kustomization")
                && !source.artifactRevision().equals(object.appliedRevision());
    }

    private static List<FluxObject> active(DriftLook.Seen seen) {
        return seen.objects().values().stream()
                .filter(object -> object.id().kind().equals("Kustomization")
                        || object.id().kind().equals("HelmRelease"))
                .filter(object -> !object.suspended())
                .sorted(java.util.Comparator.comparing(FluxObject::id))
                .toList();
    }

    @Override
    public void perform(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        Optional<CommitId> wanted = DriftFacts.wanted(run);
        // what is still missing then is seen by the check, which says so
        new SourceWait(run, new RevisionGate(commits.apply(run), wanted)).ask(SOURCES);
        DriftLook.at(client, Set.of()).ifPresent(seen -> {
            var requests = new Requests(client, run.cluster().clock().instant());
            List<FluxObject> open = open(run, seen);
            inOrder(open).forEach(object -> requests.reconcile(object.id()));
        });
    }

    /** What others need, and what has made others, comes before them. */
    static List<FluxObject> inOrder(List<FluxObject> objects) {
        var left = new ArrayList<>(objects);
        var ordered = new ArrayList<FluxObject>();
        while (!left.isEmpty()) {
            Set<FluxId> waiting = left.stream().map(FluxObject::id).collect(Collectors.toSet());
            List<FluxObject> ready = left.stream()
                    .filter(object -> object.dependsOn().stream().noneMatch(waiting::contains)
                            && object.parent().filter(waiting::contains).isEmpty())
                    .toList();
            // in a circle none can be the first
            List<FluxObject> next = ready.isEmpty() ? List.copyOf(left) : ready;
            ordered.addAll(next);
            left.removeAll(next);
        }
        return ordered;
    }
}
