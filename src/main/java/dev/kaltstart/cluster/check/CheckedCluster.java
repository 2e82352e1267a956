package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.inventory.Ability;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Layout;
import dev.kaltstart.cluster.machines.NodeAssembly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking one cluster.
 *
 * @param settings null when only a repository was given
 */
record CheckedCluster(
        @Nullable ClusterSettings settings,
        Path repository,
        @Nullable Inventory inventory,
        @Nullable Layout layout,
        NodeAssembly nodes,
        List<Ability> abilities,
        List<FileProblem> problems) {

    static CheckedCluster unnamed(Path repository, Discovered discovered) {
        return of(null, repository, discovered);
    }

    static CheckedCluster named(ClusterSettings settings, Discovered discovered) {
        return of(settings, settings.repository().checkout(), discovered);
    }

    private static CheckedCluster of(@Nullable ClusterSettings settings, Path repository, Discovered discovered) {
        var problems = new ArrayList<>(discovered.problems());
        var inventory = discovered.inventory();
        if (inventory != null) {
            AgeKeyFile.problem(inventory.tools().ageKey()).ifPresent(problems::add);
        }
        return new CheckedCluster(
                settings,
                repository,
                inventory,
                discovered.layout(),
                discovered.nodes(),
                Ability.of(discovered),
                List.copyOf(problems));
    }

    /** The name in kaltstart.yaml, else the one in the Talos configuration, else the directory. */
    String name() {
        if (settings != null) {
            return settings.name();
        }
        return inventory != null ? inventory.name() : String.valueOf(repository.getFileName());
    }

    /** Whether Kaltstart can work on at least one kind of disaster. */
    boolean isUsable() {
        return abilities.stream().anyMatch(Ability::can);
    }

    List<FileProblem> errors() {
        return problems.stream().filter(FileProblem::isError).toList();
    }

    List<FileProblem> warnings() {
        return problems.stream().filter(problem -> !problem.isError()).toList();
    }
}
