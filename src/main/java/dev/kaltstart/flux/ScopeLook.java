package dev.kaltstart.flux;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.Comparison.Action;
import dev.kaltstart.flux.Comparison.Difference;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.Lineage;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at all that can be wrong between Git and the cluster. What cannot be looked at is named, and keeps nothing else
 * from being seen. Changes nothing.
 */
final class ScopeLook {

    private static final int COMMITS = 20;
    private static final int SHOWN = 2000;
    private static final int OWNERS_ASKED = 20;
    private static final String FORCED = "the branch was forced: ";

    private final Run run;
    private final @Nullable Commits commits;
    private final BiFunction<Run, CommitId, Comparison> comparisons;
    private final Set<FluxId> held;
    private final KubernetesClient client;
    private final Optional<CommitId> head;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> passing = new ArrayList<>();
    private final List<String> unknown;
    private final List<Difference> changed = new ArrayList<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private Going going = new Going(List.of(), List.of());
    private Controllers controllers = new Controllers(Map.of(), false);
    private @Nullable Lost lost;
    private @Nullable List<Commit> newer;
    private DriftLook.@Nullable Seen seen;

    /** @param held what is suspended for this recovery */
    ScopeLook(
            Run run,
            Optional<Commits> commits,
            BiFunction<Run, CommitId, Comparison> comparisons,
            Set<FluxId> held,
            List<String> unknown) {
        this.run = run;
        this.commits = commits.orElse(null);
        this.comparisons = comparisons;
        this.held = held;
        this.unknown = new ArrayList<>(unknown);
        Cluster cluster = run.cluster();
        this.client = cluster.kubernetes();
        this.head = run.find(DriftFacts.HEAD);
    }

    ScopeLook look() {
        seen = DriftLook.at(client, held).orElse(null);
        git();
        if (seen == null) {
            findings.add(Finding.of(
                    Way.CONTROLLERS,
                    "the cluster does not serve Flux: its CRDs are not there, so nothing follows Git"));
            return this;
        }
        Collection<FluxObject> flux = seen.objects().values();
        going = Going.at(client, applied());
        controllers = Controllers.at(client, flux, run.cluster().clock().instant());
        if (!controllers.down().isEmpty()) {
            findings.add(Finding.of(Way.CONTROLLERS, "Flux stands still: " + controllers.words()));
        }
        forced();
        roots(seen);
        clashes(seen.drift());
        if (findings.stream().noneMatch(finding -> finding.way() == Way.REVERT)) {
            compare();
        }
        if (going.any() && way() == Way.NOTHING) {
            findings.add(new Finding(Way.JUDGE, "nothing else is wrong, but it is not known why", null, List.of()));
        }
        return this;
    }

    private Collection<FluxObject> applied() {
        return Objects.requireNonNull(seen).objects().values().stream()
                .filter(object -> object.id().kind().equals("Kustomization")
                        || object.id().kind().equals("HelmRelease"))
                .toList();
    }

    private void git() {
        if (!run.find(DriftFacts.GIT_ANSWERS).orElse(true)) {
            findings.add(Finding.of(Way.GIT, "the host of the repository does not answer Kaltstart"));
        } else if (head.isEmpty()) {
            unknown.add("the head of the branch: nobody has looked it up");
        }
    }

    private void roots(DriftLook.Seen of) {
        var meaning = new RootFindings(of.objects());
        for (Drift.Root root : of.drift().roots()) {
            Optional<Finding> finding = meaning.of(root);
            if (finding.isEmpty()) {
                passing.add(root.words());
            } else if (held.contains(root.id()) && outdated(root)) {
                passing.add(
                        root.words() + " at the commit it was stopped at; there are newer ones, and whether they are"
                                + " good is seen when Flux may go on");
            } else {
                findings.add(finding.get());
                meaning.secret(root)
                        .filter(secret -> root.cause() == Cause.DECRYPTION)
                        .ifPresent(secrets::add);
            }
        }
    }

    /** It stands still for us since before the branch moved on. */
    private boolean outdated(Drift.Root root) {
        Optional<CommitId> attempted = Revisions.commit(root.attempted());
        return attempted.isPresent() && head.isPresent() && !attempted.equals(head);
    }

    private void clashes(Drift drift) {
        drift.clashes().stream()
                .map(clash -> clash.object() + " belongs to "
                        + clash.owners().stream().map(FluxId::words).collect(Collectors.joining(" and "))
                        + ": each undoes the other")
                .forEach(words -> findings.add(Finding.of(Way.OWNERS, words)));
    }

    /** Commits that are applied, or were lately, and that the branch does not have any more. */
    private void forced() {
        Optional<FluxId> source = source();
        if (head.isEmpty() || commits == null || source.isEmpty()) {
            return;
        }
        Set<CommitId> ran = kustomizations(source)
                .filter(object -> !object.suspended() || held.contains(object.id()))
                .flatMap(object -> Revisions.commit(object.appliedRevision()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        ran.addAll(Lost.earlier(applied(), source.get(), run.cluster().clock().instant()));
        var gone = new LinkedHashMap<CommitId, Lineage>();
        for (CommitId commit : ran) {
            asked("whether the branch was forced", () -> commits.lineage(commit, head.get()))
                    .filter(lineage -> !(lineage instanceof Lineage.Contained))
                    .ifPresent(lineage -> gone.put(commit, lineage));
        }
        newest(gone).ifPresent(commit -> findings.add(forced(commit, gone.get(commit), source.get())));
    }

    /** One that can be had, if there is one; of those the one that the others lead to. */
    private Optional<CommitId> newest(Map<CommitId, Lineage> gone) {
        return gone.keySet().stream()
                .filter(commit -> !(gone.get(commit) instanceof Lineage.Missing))
                .reduce((one, other) -> contains(other, one) ? other : one)
                .or(() -> gone.keySet().stream().findFirst());
    }

    private Finding forced(CommitId commit, @Nullable Lineage lineage, FluxId source) {
        String applied = FORCED + commit.abbreviated() + ", which Flux has applied, is not on it any more";
        List<FluxId> stop = Stream.concat(
                        Stream.of(source),
                        kustomizations(Optional.of(source))
                                .filter(this::wouldFollow)
                                .map(FluxObject::id))
                .toList();
        if (lineage instanceof Lineage.Rewound rewound) {
            String words = applied + "; it was set back, and " + rewound.lost() + " commits are lost";
            return new Finding(Way.REVERT, words, commit, stop);
        }
        if (lineage instanceof Lineage.Diverged diverged) {
            String words = applied + "; " + diverged.lost() + " commits are lost, " + diverged.added()
                    + " others are there instead";
            return new Finding(Way.REVERT, words, commit, stop);
        }
        return new Finding(
                Way.JUDGE, applied + ", and neither the host nor the checkout of this machine has it", null, stop);
    }

    /** Its source has what it has not applied yet. */
    private boolean wouldFollow(FluxObject kustomization) {
        FluxObject source = Objects.requireNonNull(seen).objects().get(kustomization.source());
        return source != null && !source.artifactRevision().equals(kustomization.appliedRevision());
    }

    private Stream<FluxObject> kustomizations(Optional<FluxId> source) {
        return Objects.requireNonNull(seen).objects().values().stream()
                .filter(object -> object.id().kind().equals("Kustomization"))
                .filter(object -> source.isPresent() && object.source().equals(source.get()))
                .sorted(Comparator.comparing(FluxObject::id));
    }

    /** The repository of the cluster: the source of most. */
    private Optional<FluxId> source() {
        return Sources.main(Objects.requireNonNull(seen).objects().values());
    }

    private void compare() {
        if (head.isEmpty() || findings.stream().anyMatch(finding -> finding.way() == Way.GIT)) {
            unknown.add("how the cluster differs from Git: it is not known what Git has");
            return;
        }
        Optional<Comparison> now = compared(head.get());
        if (now.isEmpty()) {
            return;
        }
        unknown.addAll(now.get().notCompared());
        now.get().failures().forEach(this::doesNotBuild);
        Optional<FluxId> source = source();
        if (source.isPresent()) {
            Lost.since(
                            applied(),
                            source.get(),
                            now.get(),
                            run.cluster().clock().instant(),
                            commit -> compared(commit).orElseGet(() -> new Comparison(List.of(), List.of(), List.of())))
                    .ifPresent(this::lost);
        }
        Set<FluxId> waiting = underWay();
        now.get().differences().stream()
                .filter(difference -> !waiting.contains(difference.owner()))
                .forEach(changed::add);
        if (!changed.isEmpty()) {
            findings.add(new Finding(Way.OVERWRITE, byHand(), null, owners(changed)));
        }
    }

    /** What Flux has applied does build, whatever keeps it from being built here. */
    private void doesNotBuild(String words) {
        boolean flux = underWay().stream().anyMatch(id -> words.startsWith(id.words() + ":"));
        if (flux) {
            findings.add(Finding.of(Way.JUDGE, "the head of the branch does not build: " + words));
        } else {
            unknown.add("what it makes, it does not build here: " + words);
        }
    }

    /** What Flux has not applied yet differs for that reason. */
    private Set<FluxId> underWay() {
        return kustomizations(source())
                .filter(object -> !Revisions.commit(object.appliedRevision()).equals(head))
                .map(FluxObject::id)
                .collect(Collectors.toSet());
    }

    private void lost(Lost found) {
        lost = found;
        findings.add(new Finding(Way.REVERT, found.words(), found.before(), owners(found.objects())));
    }

    private Optional<Comparison> compared(CommitId commit) {
        return asked("how the cluster differs from " + commit.abbreviated(), () -> comparisons.apply(run, commit));
    }

    private <T> Optional<T> asked(String what, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (GitTrouble | Shell.MissingTool | UnsupportedOperationException e) {
            unknown.add(what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static List<FluxId> owners(List<Difference> differences) {
        return differences.stream().map(Difference::owner).distinct().sorted().toList();
    }

    private String byHand() {
        var api = new LiveObjects(client);
        return "the cluster differs from Git though nothing is broken: "
                + changed.stream()
                        .limit(OWNERS_ASKED)
                        .map(difference -> words(difference, api))
                        .collect(Collectors.joining("; "))
                + (changed.size() > OWNERS_ASKED ? "; and " + (changed.size() - OWNERS_ASKED) + " more" : "");
    }

    private static String words(Difference difference, LiveObjects api) {
        String object = difference.object().words();
        if (difference.action() == Action.CREATE) {
            return object + " is missing";
        }
        if (difference.action() == Action.DELETE) {
            return object + " is there, and not in Git";
        }
        if (difference.managers().isEmpty()) {
            return object + " is changed";
        }
        String fields = api.find(difference.object())
                .map(found -> String.join(", ", FieldWords.words(found, difference.managers())))
                .filter(words -> !words.isEmpty())
                .orElseGet(() -> String.join(", ", difference.managers()));
        return object + " is changed: " + fields;
    }

    /** The most dangerous one decides; the order in which they were found decides among equals. */
    private List<Finding> sorted() {
        return findings.stream().sorted(Comparator.comparing(Finding::way)).toList();
    }

    Way way() {
        return sorted().stream().findFirst().map(Finding::way).orElse(Way.NOTHING);
    }

    /** The oldest of those that were good: back there everything was. */
    Optional<CommitId> good() {
        if (way() != Way.REVERT) {
            return Optional.empty();
        }
        return findings.stream()
                .filter(finding -> finding.way() == Way.REVERT)
                .map(Finding::good)
                .filter(Objects::nonNull)
                .reduce((one, other) -> contains(one, other) ? other : one);
    }

    private boolean contains(CommitId commit, CommitId ancestor) {
        return commits != null
                && asked("which good commit is the older one", () -> commits.contains(commit, ancestor))
                        .orElse(false);
    }

    /** What came after the good one, for a person to find what must not be lost. */
    private List<Commit> newer() {
        if (newer == null) {
            newer = askedNewer(good());
        }
        return newer;
    }

    private List<Commit> askedNewer(Optional<CommitId> good) {
        return good.isEmpty() || head.isEmpty() || commits == null
                ? List.of()
                : asked("what came after the good commit", () -> commits.between(good.get(), head.get(), COMMITS))
                        .orElse(List.of());
    }

    /** In words, for a person: what decides first, then the others. */
    String cause() {
        var lines = new ArrayList<String>();
        sorted().forEach(finding -> lines.add(finding.words()));
        if (going.any()) {
            lines.add(going.words());
        }
        List<String> newer = newer().stream().map(ScopeLook::line).toList();
        if (!newer.isEmpty()) {
            lines.add("after " + good().map(CommitId::abbreviated).orElse("") + " came, the newest first: "
                    + String.join("; ", newer));
        }
        if (!passing.isEmpty()) {
            lines.add("may pass by itself: " + String.join(", ", passing));
        }
        if (controllers.elsewhere()) {
            lines.add("the controllers of Flux act, and do not run as Deployments of this cluster");
        }
        if (!unknown.isEmpty()) {
            lines.add("could not be looked at: " + unknown.stream().limit(5).collect(Collectors.joining("; "))
                    + (unknown.size() > 5 ? "; and " + (unknown.size() - 5) + " more" : ""));
        }
        return lines.isEmpty() ? "nothing is wrong: the cluster follows Git" : String.join(".\n", lines);
    }

    private static String line(Commit commit) {
        return commit.id().abbreviated() + " of " + commit.authoredAt() + " by " + commit.author() + ": "
                + commit.subject();
    }

    /** Blank when nobody is to blame. */
    String root() {
        return seen == null
                ? ""
                : seen.drift().roots().stream()
                        .filter(root -> !root.cause().mayPass())
                        .findFirst()
                        .map(root -> root.id().words())
                        .orElse("");
    }

    /** Where keys are expected that are missing or wrong, as namespace/name. */
    Set<String> secrets() {
        return secrets;
    }

    Controllers controllers() {
        return controllers;
    }

    Affected affected() {
        if (seen == null) {
            return new Affected(List.of(), List.of(), List.of(), false, List.of(), List.of());
        }
        Way way = way();
        var stop = new TreeSet<FluxId>(going.owners());
        findings.stream()
                .filter(finding -> finding.way().changes() && way.changes())
                .forEach(finding -> stop.addAll(finding.affected()));
        List<FluxId> victims = seen.drift().roots().stream()
                .flatMap(root -> root.victims().stream())
                .distinct()
                .toList();
        return new Affected(
                List.copyOf(stop),
                victims,
                namespaces(stop, victims),
                going.any() || lost != null || forcedBack(),
                lostClaims(),
                seen.drift().suspended());
    }

    /** Of what a commit has deleted, and of what somebody has deleted by hand. */
    private List<String> lostClaims() {
        return Stream.concat(
                        lost == null ? Stream.empty() : lost.claims().stream(),
                        changed.stream()
                                .filter(difference -> difference.action() == Action.CREATE)
                                .map(Difference::object)
                                .filter(Lost::isClaim)
                                .map(claim -> claim.namespace() + "/" + claim.name()))
                .distinct()
                .toList();
    }

    /** Whatever comes of it, some of it will be deletions. */
    private boolean forcedBack() {
        return findings.stream().anyMatch(finding -> finding.words().startsWith(FORCED));
    }

    private List<String> namespaces(Collection<FluxId> stop, List<FluxId> victims) {
        Map<FluxId, FluxObject> objects = Objects.requireNonNull(seen).objects();
        Stream<String> made = Stream.concat(stop.stream(), victims.stream())
                .map(objects::get)
                .filter(Objects::nonNull)
                .flatMap(object -> Stream.concat(
                        Stream.of(object.id().namespace()),
                        object.inventory().stream().map(Managed::namespace)));
        Stream<Managed> named = Stream.of(
                        going.objects().stream(),
                        changed.stream().map(Difference::object),
                        lost == null
                                ? Stream.<Managed>empty()
                                : lost.objects().stream().map(Difference::object))
                .flatMap(Function.identity());
        return Stream.concat(
                        made,
                        named.map(object -> object.kind().equals("Namespace") ? object.name() : object.namespace()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** All of it. */
    Scope scope(Redaction redaction) {
        return new Scope(
                run.cluster().clock().instant().toString(),
                way().word(),
                sorted().stream()
                        .map(finding -> Scope.Line.of(finding, redaction))
                        .toList(),
                head.map(CommitId::value).orElse(null),
                good().map(CommitId::value).orElse(null),
                newer().stream().map(ScopeLook::line).map(redaction::clean).toList(),
                seen == null ? null : DriftView.of(seen.drift(), List.of(), redaction),
                going.objects().stream().map(Managed::words).limit(SHOWN).toList(),
                lost == null ? List.of() : lines(lost.objects()),
                lines(changed),
                unknown.stream().map(redaction::clean).toList());
    }

    private static List<String> lines(List<Difference> differences) {
        return differences.stream()
                .limit(SHOWN)
                .map(difference ->
                        difference.action() + " " + difference.object().words() + " by "
                                + difference.owner().words()
                                + (difference.managers().isEmpty() ? "" : ", changed by " + difference.managers()))
                .toList();
    }
}
