package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.ReportFiles;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Inventory.Tools;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.machines.MachineSource;
import dev.kaltstart.cluster.machines.MachineSources;
import dev.kaltstart.cluster.machines.NodeAssembly;
import dev.kaltstart.cluster.machines.NodeRules;
import dev.kaltstart.cluster.machines.TalosDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the inventory of a cluster from its repository. What cannot be understood does not hide the rest. */
public final class Discovery {

    private static final TalosDescription NOTHING = new TalosDescription("", "", null, null, List.of(), null);

    private static final int LABELS = 30;
    private static final Pattern VERSION =
            Pattern.compile("v?\\d{1,5}\\.\\d{1,5}(\\.\\d{1,5})?([-+][0-9A-Za-z.-]{1,60})?");

    private final Overrides overrides;
    private final List<SeenNode> seen;
    private final Problems problems = new Problems();

    private Discovery(Overrides overrides, List<SeenNode> seen) {
        this.overrides = overrides;
        this.seen = seen;
    }

    /**
     * The result of reading a repository.
     *
     * @param inventory null when there is no repository, or when it has several clusters and none was chosen
     * @param layout null when unknown
     * @param nodes as far as they are known
     * @param clusters those of the repository, to choose from; empty when there is no choice
     */
    public record Discovered(
            @Nullable Inventory inventory,
            @Nullable Layout layout,
            NodeAssembly nodes,
            List<MachineSource> clusters,
            List<FileProblem> problems) {

        private static Discovered nothing(List<MachineSource> clusters, Problems problems) {
            return new Discovered(null, null, NodeAssembly.NONE, clusters, problems.list());
        }
    }

    /** Without a record of the live cluster. */
    public static Discovered discover(Path checkout, Overrides overrides) {
        return discover(checkout, overrides, List.of());
    }

    /** @param seen the record of the live cluster, which completes what the repository does not say */
    public static Discovered discover(Path checkout, Overrides overrides, List<SeenNode> seen) {
        return new Discovery(overrides, seen).discover(checkout);
    }

    private Discovered discover(Path directory) {
        var checkout = Checkout.open(directory, problems);
        return checkout.map(this::discover).orElseGet(() -> Discovered.nothing(List.of(), problems));
    }

    private Discovered discover(Checkout checkout) {
        var all = MachineSources.of(checkout, problems);
        var path = overrides.path();
        var meant = path == null
                ? all
                : all.stream().filter(source -> source.isMeant(path)).toList();
        if (meant.size() > 1) {
            problems.error(
                    checkout.root().toString(),
                    "several clusters are described here: choose one with 'path' under 'repository' in kaltstart.yaml, or with --cluster: "
                            + labels(meant));
            return Discovered.nothing(meant, problems);
        }
        if (meant.isEmpty() && overrides.nodes().isEmpty() && new SeenVersions(seen).isEmpty()) {
            problems.error(checkout.root().toString(), new UnknownMachines(checkout, all).explanation(path));
        }
        return inventory(checkout, Layout.of(checkout, meant.isEmpty() ? null : meant.get(0)));
    }

    private static String labels(List<MachineSource> sources) {
        return sources.stream().limit(LABELS).map(MachineSource::label).collect(Collectors.joining(", "))
                + (sources.size() > LABELS ? ", and %d more".formatted(sources.size() - LABELS) : "");
    }

    private Discovered inventory(Checkout checkout, Layout layout) {
        var machines = layout.machines();
        var talos = Optional.ofNullable(machines)
                .flatMap(source -> MachineSources.read(checkout, source, problems))
                .orElse(NOTHING);
        var nodes =
                NodeAssembly.of(talos.nodes(), overrides.nodes(), seen, talos.talosVersion(), layout.talosDirectory());
        nodes.findings().forEach(problems::add);
        var where = machines == null ? checkout.root().toString() : machines.file();
        if (!problems.hasErrors()) {
            new NodeRules(problems).check(nodes.drafts(), where);
        }
        // with an error about one machine, a command could reach another one
        var usable = problems.hasErrors() ? List.<Node>of() : nodes.nodes();
        if (layout.talosTool() == TalosTool.OMNI) {
            problems.error(
                    where, "Omni keeps the machine secrets and installs the machines: replace a failed node there");
            usable = List.of();
        } else if (talos.machineSecrets() == null && !nodes.drafts().isEmpty()) {
            problems.error(
                    where,
                    "the machine secrets are missing: without them a new PKI is made, and no old node or backup fits it;"
                            + " put the encrypted bundle next to this file");
        }
        var sops = SopsCatalog.of(checkout, talos.machineSecrets(), problems);
        return new Discovered(
                assemble(checkout, layout, talos, usable, sops), layout, nodes, List.of(), problems.list());
    }

    private Inventory assemble(
            Checkout checkout, Layout layout, TalosDescription talos, List<Node> nodes, SopsCatalog sops) {
        var path = overrides.path();
        var hints = Stream.of(
                        Stream.ofNullable(path),
                        Stream.of(talos.clusterName()),
                        Stream.of(layout.talosDirectory().split("/")))
                .flatMap(hint -> hint)
                .filter(hint -> !hint.isEmpty())
                .toList();
        var flux = FluxTree.of(checkout, hints, problems);
        var endpoint = overrides.endpoint();
        var live = new SeenVersions(seen);
        return new Inventory(
                checkout.root(),
                talos.clusterName().isEmpty() ? String.valueOf(checkout.root().getFileName()) : talos.clusterName(),
                endpoint == null ? talos.endpoint() : endpoint,
                version(either(talos.talosVersion(), live.talos())),
                version(either(talos.kubernetesVersion(), live.kubernetes())),
                Path.of(layout.talosDirectory()),
                nodes,
                tools(checkout, layout),
                talos.machineSecrets() == null ? null : Path.of(talos.machineSecrets()),
                sops.rules(),
                sops.files(),
                new FluxKustomizations(flux, problems).read(checkout.root().toString()),
                new Namespaces(flux).read(),
                new FluxInstallation(checkout, Manifests.aboutFlux(checkout), problems).read(),
                reportFiles(checkout),
                new SystemsInUse(flux, sops.rules()).read(),
                flux.volumes().all());
    }

    /** It becomes a part of commands to copy. */
    private static @Nullable String version(@Nullable String written) {
        return written != null && VERSION.matcher(written).matches() ? written : null;
    }

    private Tools tools(Checkout checkout, Layout layout) {
        var talosconfig = switch (layout.talosTool()) {
            case TALHELPER -> layout.talosDirectory() + "clusterconfig/talosconfig";
            case TOPF -> layout.talosDirectory() + "talosconfig";
            default -> checkout.first(layout.talosDirectory() + "talosconfig").orElse("talosconfig");
        };
        var environment = new EnvironmentFiles(checkout);
        return new Tools(
                layout.runner(),
                layout.talosTool(),
                either(
                        overrides.kubeconfig(),
                        checkout.path(environment.path("KUBECONFIG").orElse("kubeconfig"))),
                either(
                        overrides.talosconfig(),
                        checkout.path(environment.path("TALOSCONFIG").orElse(talosconfig))),
                either(
                        overrides.ageKey(),
                        checkout.path(environment.path("SOPS_AGE_KEY_FILE").orElse("age.key"))));
    }

    private ReportFiles reportFiles(Checkout checkout) {
        var changelog = checkout.first("docs/CHANGELOG.md", "CHANGELOG.md").orElse("docs/CHANGELOG.md");
        var plan = checkout.first(
                "IMPROVEMENT_PLAN.md", "docs/IMPROVEMENT_PLAN.md", "IMPROVEMENTS.md", "docs/IMPROVEMENTS.md");
        return new ReportFiles(
                either(overrides.changelog(), Path.of(changelog)),
                plan.map(Path::of).orElse(null));
    }

    private static @Nullable String either(@Nullable String written, @Nullable String found) {
        return written == null ? found : written;
    }

    private static Path either(@Nullable Path said, Path found) {
        return said == null ? found : said;
    }
}
