package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.DriftFacts;
import dev.kaltstart.flux.diff.CommitComparison;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Controllers;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.flux.object.Sources;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One look at all that can be wrong between Git and the cluster. Changes nothing. */
public final class DriftDiagnosis {

    private static final TerminatingObjects NOTHING_GOES = new TerminatingObjects(List.of(), List.of());
    private static final int MOST_NEWER = 100;
    private static final Controllers NOT_LOOKED_AT = new Controllers(Map.of(), false);

    private final Run run;
    private final @Nullable Commits commits;
    private final CommitComparison comparisons;
    private final Set<FluxId> held;
    private final Map<FluxId, Finding> stopped = new HashMap<>();
    private final UnknownObjects asking;
    private final Optional<CommitId> head;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> passing = new ArrayList<>();
    private final List<String> trying = new ArrayList<>();
    private final List<Difference> changed = new ArrayList<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private @Nullable PrunedObjects lost;
    private @Nullable String awaited;

    /** @param held what is suspended for this recovery */
    public DriftDiagnosis(
            Run run, Optional<Commits> commits, CommitComparison comparisons, Set<FluxId> held, UnknownObjects asking) {
        this.run = run;
        this.commits = commits.orElse(null);
        this.comparisons = comparisons;
        this.held = held;
        this.asking = asking;
        this.head = run.find(DriftFacts.HEAD);
    }

    public Diagnosis look() {
        KubernetesClient client = run.cluster().kubernetes();
        git();
        return DriftLook.at(client, held).map(seen -> look(client, seen)).orElseGet(() -> {
            findings.add(Finding.of(
                    Remedy.CONTROLLERS,
                    "the cluster does not serve Flux: its CRDs are not there, so nothing follows Git"));
            return scoped(null, NOTHING_GOES, NOT_LOOKED_AT);
        });
    }

    private Diagnosis look(KubernetesClient client, DriftLook.Seen seen) {
        Collection<FluxObject> all = seen.objects().values();
        TerminatingObjects going = TerminatingObjects.at(client, all);
        Controllers controllers = Controllers.at(client, all, now());
        if (!controllers.down().isEmpty()) {
            findings.add(Finding.of(Remedy.CONTROLLERS, "Flux stands still: " + controllers.message()));
        }
        Optional<FluxId> source = Sources.main(all);
        source.ifPresent(id -> forced(seen, id));
        roots(seen);
        clashes(seen.drift());
        if (!found(Remedy.REVERT)) {
            source.ifPresent(id -> compare(client, kustomizations(seen, id), id));
        }
        if (going.any() && findings.isEmpty()) {
            findings.add(Finding.of(Remedy.JUDGE, "something is being deleted, and nothing else is wrong"));
        }
        return scoped(seen, going, controllers);
    }

    private Diagnosis scoped(DriftLook.@Nullable Seen seen, TerminatingObjects going, Controllers controllers) {
        return new Diagnosis(
                seen, findings, stopped, passing, trying, lost, changed, going, controllers, secrets, awaited);
    }

    private Instant now() {
        return run.cluster().clock().instant();
    }

    private boolean found(Remedy way) {
        return findings.stream().anyMatch(finding -> finding.way() == way);
    }

    private void git() {
        if (!run.find(DriftFacts.GIT_ANSWERS).orElse(true)) {
            findings.add(Finding.of(Remedy.GIT, "the host of the repository does not answer Kaltstart"));
        } else if (head.isEmpty()) {
            asking.unknown("the head of the branch: not looked up");
        }
    }

    private void forced(DriftLook.Seen seen, FluxId source) {
        if (commits != null && head.isPresent()) {
            FluxObject object = seen.objects().get(source);
            String artifact = object == null ? "" : object.artifactRevision();
            new ForcedBranch(kustomizations(seen, source), source, artifact, commits, head.get(), asking)
                    .finding(held, now())
                    .ifPresent(findings::add);
        }
    }

    private void roots(DriftLook.Seen seen) {
        var meaning = new RootFindings(seen.objects());
        for (Drift.Root root : seen.drift().roots()) {
            Optional<Finding> finding = meaning.of(root);
            if (finding.isEmpty()) {
                passing.add(root.message());
                if (root.cause() == Cause.IN_PROGRESS && !held.contains(root.id())) {
                    trying.add(root.id().label());
                }
            } else if (held.contains(root.id()) && outdated(root, seen.objects())) {
                stopped.put(root.id(), finding.get());
                passing.add(
                        root.message() + " at the commit it was stopped at; there are newer ones, and whether they are"
                                + " good is seen when Flux may go on");
            } else {
                findings.add(finding.get());
                meaning.secret(root)
                        .filter(secret -> root.cause() == Cause.DECRYPTION)
                        .ifPresent(secrets::add);
            }
        }
    }

    /**
     * Whether a newer commit may have fixed what was suspended for this recovery. Who waits in a circle has attempted
     * nothing.
     */
    private boolean outdated(Drift.Root root, Map<FluxId, FluxObject> objects) {
        Optional<CommitId> attempted = Revisions.commit(root.attempted());
        if (root.cause() == Cause.CIRCLE || attempted.isEmpty() || head.isEmpty() || attempted.equals(head)) {
            return false;
        }
        FileOwners owners = FileOwners.of(objects);
        return newer(attempted.get(), head.get())
                .map(commits -> commits.stream().anyMatch(commit -> owners.mayChange(root.id(), commit)))
                .orElse(true);
    }

    /** Empty when they are unknown, or too many. */
    private Optional<List<Commit>> newer(CommitId attempted, CommitId newest) {
        Commits known = commits;
        if (known == null) {
            return Optional.empty();
        }
        return asking.of(
                        "what came after " + attempted.abbreviated(),
                        () -> known.contains(newest, attempted)
                                ? known.between(attempted, newest, MOST_NEWER + 1)
                                : List.<Commit>of())
                .filter(found -> !found.isEmpty() && found.size() <= MOST_NEWER);
    }

    private void clashes(Drift drift) {
        drift.clashes().stream()
                .map(clash -> clash.object() + " belongs to "
                        + clash.owners().stream().map(FluxId::label).collect(Collectors.joining(" and "))
                        + ": each undoes the other")
                .forEach(message -> findings.add(Finding.of(Remedy.OWNERS, message)));
    }

    private static List<FluxObject> kustomizations(DriftLook.Seen seen, FluxId source) {
        return seen.objects().values().stream()
                .filter(object -> object.id().kind().equals("Kustomization")
                        && object.source().equals(source))
                .sorted(Comparator.comparing(FluxObject::id))
                .toList();
    }

    /** What is broken explains what differs; where nothing is, what differs is the trouble. */
    private void compare(KubernetesClient client, List<FluxObject> kustomizations, FluxId source) {
        if (head.isEmpty() || found(Remedy.GIT)) {
            asking.unknown("how the cluster differs from Git: it is not known what Git has");
            return;
        }
        Optional<Comparison> now = compared(head.get());
        if (now.isEmpty()) {
            return;
        }
        Map<FluxId, FluxObject> waiting = kustomizations.stream()
                .filter(object -> !Revisions.commit(object.appliedRevision()).equals(head))
                .collect(Collectors.toMap(FluxObject::id, object -> object));
        now.get().notCompared().forEach(asking::unknown);
        now.get().failures().forEach(message -> doesNotBuild(message, waiting.values()));
        PrunedObjects.since(kustomizations, source, now.get(), now(), this::missing)
                .flatMap(found -> found.without(settled()))
                .ifPresent(found -> {
                    lost = found;
                    findings.add(new Finding(
                            Remedy.REVERT, found.message(), found.before(), ByHand.owners(found.objects())));
                });
        // what Flux has not applied yet differs for that reason
        List<Difference> applied = now.get().differences().stream()
                .filter(difference -> !waiting.containsKey(difference.owner()))
                .toList();
        List<Difference> refused = applied.stream().filter(Difference::refused).toList();
        if (!refused.isEmpty()) {
            findings.add(new Finding(Remedy.JUDGE, new ByHand(refused).message(client), null, ByHand.owners(refused)));
        }
        applied.stream().filter(difference -> !refused.contains(difference)).forEach(changed::add);
        if (!changed.isEmpty()) {
            findings.add(
                    new Finding(Remedy.OVERWRITE, new ByHand(changed).message(client), null, ByHand.owners(changed)));
        }
    }

    /** Owners of an object that had two at an earlier look: a person takes one of them away, and that was the task. */
    private Set<FluxId> settled() {
        return FoundObject.of(run.find(DriftFacts.CLASHING).orElse("")).stream()
                .flatMap(object -> object.owners().stream())
                .map(owner -> FluxId.kustomization(owner.namespace(), owner.name()))
                .collect(Collectors.toSet());
    }

    private Optional<Comparison> compared(CommitId commit) {
        return asking.of("how the cluster differs from " + commit.abbreviated(), () -> comparisons.of(run, commit));
    }

    private Comparison missing(CommitId commit, Set<FluxId> owners) {
        return asking.of("what is gone since " + commit.abbreviated(), () -> comparisons.missing(run, commit, owners))
                .orElseGet(() -> new Comparison(List.of(), List.of(), List.of()));
    }

    /** What Flux has applied does build, whatever keeps it from being built here. */
    private void doesNotBuild(String message, Collection<FluxObject> waiting) {
        Optional<FluxObject> broken = waiting.stream()
                .filter(object -> message.startsWith(object.id().label() + ":"))
                .findFirst();
        if (broken.isEmpty()) {
            asking.unknown("what it makes, it does not build here: " + message);
            return;
        }
        FluxId id = broken.get().id();
        if (broken.get().cause() == Cause.IN_PROGRESS) {
            awaited = "Flux tries " + id.label() + " right now, which does not build here: what it says then"
                    + " tells more";
        }
        // the newer commits have not mended what it was stopped for
        findings.add(Optional.ofNullable(stopped.remove(id))
                .orElseGet(() -> Finding.of(Remedy.JUDGE, "the head of the branch does not build: " + message)));
    }
}
