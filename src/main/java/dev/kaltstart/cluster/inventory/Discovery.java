package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.ReportFiles;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Inventory.Tools;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the inventory of a cluster from its repository. */
public final class Discovery {

    private final Overrides overrides;
    private final Problems problems = new Problems();

    private Discovery(Overrides overrides) {
        this.overrides = overrides;
    }

    /**
     * The result of reading a repository.
     *
     * @param inventory null when the nodes are not described well enough to run a command against one
     * @param layout null when unknown
     */
    public record Discovered(
            @Nullable Inventory inventory, @Nullable Layout layout, List<FileProblem> problems) {}

    public static Discovered discover(Path checkout, Overrides overrides) {
        return new Discovery(overrides).discover(checkout);
    }

    private Discovered discover(Path directory) {
        var checkout = Checkout.open(directory, problems);
        var layout = checkout.flatMap(found -> Layout.of(found, problems));
        var inventory = layout.flatMap(found -> inventory(checkout.orElseThrow(), found));
        return new Discovered(inventory.orElse(null), layout.orElse(null), problems.list());
    }

    private Optional<Inventory> inventory(Checkout checkout, Layout layout) {
        var talos = talos(checkout, layout);
        talos.ifPresent(found -> new NodeRules(problems).check(found.nodes(), layout.talconfig()));
        // errors from here on do not block a recovery
        var nodesInvalid = problems.hasErrors();
        var secrets = talos.map(TalosDescription::machineSecrets).orElse(null);
        if (talos.isPresent() && secrets == null) {
            problems.error(
                    layout.talconfig(),
                    "the machine secrets are missing: without them a new PKI is made, and no old node or backup fits it;"
                            + " put the encrypted bundle next to this file");
        }
        var sops = SopsCatalog.of(checkout, secrets, problems);
        return talos.map(found -> assemble(checkout, layout, found, sops)).filter(found -> !nodesInvalid);
    }

    private Optional<TalosDescription> talos(Checkout checkout, Layout layout) {
        return layout.talosTool() == TalosTool.TOPF
                ? new Topf(checkout, problems).read()
                : new Talconfig(checkout, layout.talosDirectory(), problems).read();
    }

    private Inventory assemble(Checkout checkout, Layout layout, TalosDescription talos, SopsCatalog sops) {
        var hints = Stream.concat(
                        Stream.of(talos.clusterName()),
                        Stream.of(layout.talosDirectory().split("/")))
                .toList();
        var flux = FluxTree.of(checkout, hints, problems);
        return new Inventory(
                checkout.root(),
                layout.era(),
                talos.clusterName(),
                talos.endpoint(),
                talos.talosVersion(),
                talos.kubernetesVersion(),
                Path.of(layout.talosDirectory()),
                talos.nodes(),
                tools(checkout, layout),
                talos.machineSecrets() == null ? null : Path.of(talos.machineSecrets()),
                sops.rules(),
                sops.files(),
                new FluxKustomizations(flux, problems).read(checkout.root().toString()),
                new Namespaces(flux).read(),
                new FluxInstallation(checkout, Manifests.aboutFlux(checkout), problems).read(),
                reportFiles(checkout),
                new SystemsInUse(flux, sops.rules()).read());
    }

    private Tools tools(Checkout checkout, Layout layout) {
        var talosconfig = layout.talosTool() == TalosTool.TOPF ? "talosconfig" : "clusterconfig/talosconfig";
        return new Tools(
                layout.runner(),
                layout.talosTool(),
                either(overrides.kubeconfig(), checkout.path("kubeconfig")),
                either(overrides.talosconfig(), checkout.path(layout.talosDirectory() + talosconfig)),
                either(overrides.ageKey(), checkout.path("age.key")));
    }

    private ReportFiles reportFiles(Checkout checkout) {
        var changelog = checkout.first("docs/CHANGELOG.md", "CHANGELOG.md").orElse("docs/CHANGELOG.md");
        var plan = checkout.first(
                "IMPROVEMENT_PLAN.md", "docs/IMPROVEMENT_PLAN.md", "IMPROVEMENTS.md", "docs/IMPROVEMENTS.md");
        return new ReportFiles(
                either(overrides.changelog(), Path.of(changelog)),
                plan.map(Path::of).orElse(null));
    }

    private static Path either(@Nullable Path said, Path found) {
        return said == null ? found : said;
    }
}
