package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The commands with which a person installs what the recipe of the repository has not, or has none for. */
final class InstallCommands {

    private InstallCommands() {}

    static List<String> of(Inventory inventory) {
        var commands = new ArrayList<>(List.of(
                "# what is there?",
                "kubectl get nodes",
                "kubectl -n kube-system get daemonsets,deployments,pods",
                "kubectl -n flux-system get deployments,pods,secrets"));
        BootstrapRecipe.of(inventory).ifPresent(recipe -> {
            commands.add("# the recipe of the repository, to see where it stops");
            commands.add(Command.of("cd", inventory.root().toString()).line() + " && " + recipe.line());
        });
        commands.addAll(flux(inventory));
        return commands;
    }

    private static List<String> flux(Inventory inventory) {
        return switch (inventory.bootstrap()) {
            case FLUX_OPERATOR ->
                List.of(
                        "# Flux: the operator, then its FluxInstance with the values of the repository",
                        "helm --kubeconfig=" + inventory.tools().kubeconfig()
                                + " upgrade --install flux-operator"
                                + " oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator --namespace flux-system",
                        Command.of(
                                        "grep",
                                        "-rlE",
                                        "kind: FluxInstance|flux-instance",
                                        inventory.root().toString())
                                .line());
            case FLUX_BOOTSTRAP -> bootstrapped(inventory);
            case UNKNOWN ->
                List.of(
                        "# how was Flux installed? The repository has neither a flux-operator nor a gotk-components.yaml",
                        "flux install --help",
                        "flux bootstrap git --help");
        };
    }

    /** Applying the files that are in Git makes no commit, unlike {@code flux bootstrap}. */
    private static List<String> bootstrapped(Inventory inventory) {
        String directory = sync(inventory)
                .map(path -> inventory.root().resolve(path).toString())
                .orElse(inventory.root() + "/clusters/NAME/flux-system");
        return List.of(
                "# Flux as it is in Git; its deploy key has to be in flux-system already",
                Command.of("kubectl", "apply", "--server-side", "-f", directory + "/gotk-components.yaml")
                        .line(),
                "kubectl -n flux-system wait deployments --all --for=condition=Available --timeout=5m",
                Command.of("kubectl", "apply", "--server-side", "-f", directory + "/gotk-sync.yaml")
                        .line(),
                "# or all of it again, which makes a new deploy key and commits to the repository",
                "flux bootstrap git --help");
    }

    /** The directory of the Kustomization that follows the repository. */
    private static Optional<Path> sync(Inventory inventory) {
        return inventory.kustomizations().stream()
                .filter(one -> one.name().equals("flux-system"))
                .map(one -> Path.of(one.source().replaceFirst(":\\d+$", "")).getParent())
                .filter(Objects::nonNull)
                .findFirst();
    }
}
