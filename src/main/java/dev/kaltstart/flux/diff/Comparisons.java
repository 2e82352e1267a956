package dev.kaltstart.flux.diff;

import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Parallel;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compares a tree of the repository with the cluster. It is built with {@code flux build}, Kustomization by Kustomization
 * from the roots on, and then applied as a dry run. It differs from what the controller does in this:
 *
 * <ul>
 *   <li>nothing is fetched: a Kustomization with a base or a file from elsewhere does not build here;
 *   <li>nothing is decrypted: of an encrypted Secret only its existence is compared, and what is generated from an
 *       encrypted file has another name here;
 *   <li>variables are filled in from the ConfigMaps of the tree, and from the cluster, as far as the form is a plain one
 *       or one with a default;
 *   <li>{@code spec.ignore}, and what a source leaves out of its artifact, are not known here.
 * </ul>
 *
 * Looks, and changes nothing.
 */
@Component
public class Comparisons implements CommitComparison {

    private static final int AT_ONCE = 8;

    private final RecoveryClones clones;
    private final Home home;

    public Comparisons(RecoveryClones clones, Home home) {
        this.clones = clones;
        this.home = home;
    }

    @Override
    public Comparison of(Run run, CommitId commit) {
        TreeBuild build = build(run, commit);
        return compare(run.cluster().kubernetes(), build.live(), build.run());
    }

    @Override
    public Comparison missing(Run run, CommitId commit, Set<FluxId> owners) {
        TreeBuild build = build(run, commit).run(owners);
        KubernetesClient client = run.cluster().kubernetes();
        var dryRun = new DryRun(client, new ApiKinds(client));
        Set<FluxId> still = still(build);
        List<BuiltObject> looked = build.objects().stream()
                .filter(object -> !still.contains(object.owner()))
                .toList();
        List<Comparison.Difference> differences = Parallel.map(AT_ONCE, looked, dryRun::missing).stream()
                .flatMap(Optional::stream)
                .toList();
        return new Comparison(differences, List.of(), failures(build));
    }

    private TreeBuild build(Run run, CommitId commit) {
        Path tree = clones.of(run.cluster(), run.recovery()).files(commit);
        KubernetesClient client = run.cluster().kubernetes();
        var flux = new Flux(client);
        var live = new TreeMap<FluxId, FluxObject>();
        flux.kustomizations().orElse(List.of()).forEach(object -> live.put(object.id(), object));
        Set<FluxId> sources = new ClusterSources(flux, run.cluster().repository()).of(live.values());
        var command = new FluxBuild(run.cluster().looking(), tree, home.directory("manifests"));
        return new TreeBuild(client, command, live, sources);
    }

    private static Set<FluxId> still(TreeBuild build) {
        return build.kustomizations().stream()
                .filter(build::suspended)
                .map(TreeBuild::id)
                .collect(Collectors.toSet());
    }

    private static Comparison compare(KubernetesClient client, Map<FluxId, FluxObject> live, TreeBuild build) {
        var kinds = new ApiKinds(client);
        List<BuiltObject> all = build.objects();
        Map<FluxId, BuiltObject> owners =
                build.kustomizations().stream().collect(Collectors.toMap(TreeBuild::id, owner -> owner));
        Set<FluxId> still = still(build);
        List<BuiltObject> looked =
                all.stream().filter(object -> !still.contains(object.owner())).toList();
        var dryRun = new DryRun(client, kinds);
        List<DryRun.Seen> seen =
                Parallel.map(AT_ONCE, looked, object -> dryRun.of(object, isForced(owners.get(object.owner()))));
        var differences = new ArrayList<>(seen.stream()
                .map(DryRun.Seen::difference)
                .filter(Objects::nonNull)
                .toList());
        differences.addAll(new Prunes(client, kinds, live, build).without(all));
        return new Comparison(differences, notCompared(build, still, seen), failures(build));
    }

    private static boolean isForced(@Nullable BuiltObject kustomization) {
        return kustomization != null && Boolean.TRUE.equals(kustomization.spec().get("force"));
    }

    private static List<String> notCompared(TreeBuild build, Set<FluxId> still, List<DryRun.Seen> seen) {
        var notes = new ArrayList<String>();
        build.left().forEach((id, why) -> notes.add(id.label() + ": " + why));
        still.stream().sorted().forEach(id -> notes.add(id.label() + ": is suspended, and Flux leaves it alone"));
        seen.stream().map(DryRun.Seen::note).filter(Objects::nonNull).forEach(notes::add);
        long encrypted = seen.stream().filter(DryRun.Seen::encrypted).count();
        if (encrypted > 0) {
            notes.add(encrypted + " encrypted Secrets: only whether they are there was compared");
        }
        return notes;
    }

    private static List<String> failures(TreeBuild build) {
        return build.failures().entrySet().stream()
                .map(entry -> entry.getKey().label() + ": " + entry.getValue())
                .toList();
    }
}
