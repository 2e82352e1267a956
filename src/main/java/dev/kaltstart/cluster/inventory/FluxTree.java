package dev.kaltstart.cluster.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.volumes.VolumeSightings;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.FluxRoot;
import dev.kaltstart.kustomize.FluxRoots;
import dev.kaltstart.kustomize.KustomizationTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Flux makes of a repository, followed from the root that it really has. */
record FluxTree(
        FluxRoots.Found roots, KustomizationTree kustomizations, SystemSightings systems, VolumeSightings volumes) {

    private static final Pattern LINE = Pattern.compile("(?s).*yaml: line (\\d+): (.*)");

    /** @param hints names that tell this cluster from others in the repository */
    static FluxTree of(Checkout checkout, List<String> hints, Problems problems) {
        var tree = new CheckoutTree(checkout);
        Set<String> said = new LinkedHashSet<>();
        var roots = FluxRoots.of(tree, hints, (file, failure) -> leaveOut(file, failure, said, problems));
        roots.missing().forEach(missing -> tell(missing, problems));
        var mine = roots.guessed()
                ? roots.roots()
                : roots.roots().stream().limit(1).toList();
        if (roots.guessed() && directories(mine) > 1) {
            problems.warning(
                    checkout.root().toString(),
                    "nothing in the repository says which directory Flux follows: neither a FluxInstance with spec.sync.path nor a"
                            + " gotk-sync.yaml; the Kustomizations of the topmost directories are taken");
        } else if (!roots.guessed() && roots.roots().size() > 1) {
            problems.warning(mine.get(0).file(), others(roots.roots()));
        }
        var systems = new SystemSightings();
        var volumes = new VolumeSightings();
        BiConsumer<String, ObjectNode> seen = systems::see;
        var kustomizations = KustomizationTree.follow(
                tree, mine, (file, failure) -> leaveOut(file, failure, said, problems), seen.andThen(volumes::see));
        return new FluxTree(roots, kustomizations, systems, volumes);
    }

    private static long directories(List<FluxRoot> roots) {
        return roots.stream()
                .map(root -> root.file().substring(0, root.file().lastIndexOf('/') + 1))
                .distinct()
                .count();
    }

    private static String others(List<FluxRoot> roots) {
        return "Flux begins at %s here; the repository has other clusters too, which are not read: %s"
                .formatted(
                        roots.get(0).path(),
                        roots.stream().skip(1).map(FluxRoot::path).collect(Collectors.joining(", ")));
    }

    private static void tell(String missing, Problems problems) {
        var colon = missing.indexOf(": ");
        problems.error(missing.substring(0, colon), missing.substring(colon + 2) + ": correct the path");
    }

    private static void leaveOut(String file, BuildFailure failure, Set<String> said, Problems problems) {
        var message = String.valueOf(failure.getMessage());
        if (said.add(file + message)) {
            var line = LINE.matcher(message);
            if (line.matches()) {
                problems.warning(file + ":" + line.group(1), "left out: this is not valid YAML: " + line.group(2));
            } else if (message.contains("Non scalar key")) {
                problems.warning(file, "left out: a key is not plain text: is this a template, or is a quote missing?");
            } else {
                problems.warning(file, "left out: " + message);
            }
        }
    }
}
