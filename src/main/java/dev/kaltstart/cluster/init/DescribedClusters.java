package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.machines.MachineSource;
import dev.kaltstart.cluster.machines.MachineSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the clusters of a repository and names them. */
final class DescribedClusters {

    /** More than a repository has; reading each takes a second or two. */
    private static final int MOST = 30;

    /** Folders that say what is in them, and not of which cluster. */
    private static final Set<String> GENERIC =
            Set.of("talos", "kubernetes", "bootstrap", "cluster", "clusters", "infrastructure", "machines", "k8s");

    private final Path repository;
    private final List<DraftedCluster> clusters = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private DescribedClusters(Path repository) {
        this.repository = repository;
    }

    /**
     * @param chosen name or directory of one of them; null for all
     * @throws InitRefused when there is none
     */
    static List<DraftedCluster> of(Path repository, @Nullable String chosen) {
        var problems = new Problems();
        var all = Checkout.open(repository, problems)
                .map(checkout -> MachineSources.of(checkout, problems))
                .orElseThrow(() -> new InitRefused(problems.list().get(0).line()));
        var meant = all.stream()
                .filter(source -> chosen == null || source.isMeant(chosen))
                .toList();
        if (chosen != null && meant.isEmpty()) {
            throw new InitRefused("'%s' is none of the clusters here: %s"
                    .formatted(chosen, all.stream().map(MachineSource::label).collect(Collectors.joining(", "))));
        }
        if (meant.size() > MOST) {
            throw new InitRefused("%s describes %d clusters: choose one with --cluster, or give the repository of yours"
                    .formatted(repository, meant.size()));
        }
        return new DescribedClusters(repository).drafts(all, meant);
    }

    private List<DraftedCluster> drafts(List<MachineSource> all, List<MachineSource> meant) {
        if (all.size() < 2) {
            var discovered = Discovery.discover(repository, Overrides.NONE);
            refuseForeign(discovered);
            add(discovered, null, "");
        } else {
            meant.forEach(source -> {
                var path = source.choice(all);
                add(Discovery.discover(repository, Overrides.NONE.at(path)), path, source.directory());
            });
        }
        return clusters;
    }

    /** A directory with neither machines nor anything that Flux applies is hardly meant. */
    private void refuseForeign(Discovered discovered) {
        var inventory = discovered.inventory();
        if (discovered.nodes().drafts().isEmpty()
                && (inventory == null || inventory.kustomizations().isEmpty())) {
            throw new InitRefused("%s is not the repository of a cluster: %s"
                    .formatted(
                            repository,
                            discovered.problems().stream()
                                    .filter(FileProblem::isError)
                                    .map(FileProblem::message)
                                    .findFirst()
                                    .orElse("neither machines nor Flux Kustomizations were found")));
        }
    }

    /** The name in the Talos configuration, else that of a directory. */
    private void add(Discovered discovered, @Nullable String path, String folder) {
        var root = String.valueOf(repository.getFileName());
        var inventory = discovered.inventory();
        var folders = List.of(folder.split("/"));
        var described = Stream.of(
                        Stream.ofNullable(inventory)
                                .map(found -> found.name())
                                .filter(name -> folder.isEmpty() || !name.equals(root)),
                        folders.stream().filter(name -> !GENERIC.contains(name)),
                        Stream.of(root, "cluster"))
                .flatMap(names -> names)
                .filter(name -> !DraftedCluster.validName(name).isEmpty())
                .findFirst()
                .orElseThrow();
        clusters.add(new DraftedCluster(unique(DraftedCluster.validName(described)), described, path, discovered));
    }

    private String unique(String name) {
        var unique = name;
        for (int number = 2; !names.add(unique); number++) {
            unique = name.substring(0, Math.min(name.length(), 60)) + "-" + number;
        }
        return unique;
    }
}
