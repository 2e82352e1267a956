package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what describes machines in a repository, wherever it is; one source for each cluster. */
public final class MachineSources {

    private static final Pattern TALCONFIG = Pattern.compile("(?:.*/)?talconfig\\.ya?ml");
    private static final Pattern OMNI = Pattern.compile("(?:.*/)?[^/]*(?:cluster-template[^/]*|omni/[^/]*)\\.ya?ml");
    private static final Pattern TOPF = Pattern.compile("(?:.*/)?topf\\.ya?ml");

    /** What is kept to look at, and templates of other repositories. */
    private static final Pattern UNUSED = Pattern.compile(
            "(?i)(?:.*/)?(?:\\.[^/]+|_?archived?|deprecated|old|templates?|examples?|samples?|testdata|docs?|node_modules)/.*");

    private static final Set<String> FOLDERS = Set.of(
            "nodes",
            "hosts",
            "machines",
            "controlplane",
            "controlplanes",
            "control-plane",
            "control-planes",
            "controller",
            "controllers",
            "worker",
            "workers");
    private static final Set<String> PARTS = Set.of("patches", "all", "clusterconfig");

    /** Where the cluster template keeps them, the newest place first. */
    private static final List<String> USUAL = List.of("talos/", "kubernetes/bootstrap/talos/", "kubernetes/talos/");

    /** More than a repository has clusters. */
    private static final int DIRECTORIES = 60;

    private final Checkout checkout;
    private final Problems problems;

    private MachineSources(Checkout checkout, Problems problems) {
        this.checkout = checkout;
        this.problems = problems;
    }

    /** The clusters of a repository, that at the usual place first. */
    public static List<MachineSource> of(Checkout checkout, Problems problems) {
        return new MachineSources(checkout, problems).find();
    }

    /** Reads the machines that a source describes. Reports problems; empty when nothing can be read. */
    public static Optional<TalosDescription> read(Checkout checkout, MachineSource source, Problems problems) {
        return switch (source.tool()) {
            case TALHELPER -> new Talconfig(checkout, source, problems).read();
            case TOPF -> new Topf(checkout, source, problems).read();
            case OMNI -> Optional.of(new OmniTemplate(checkout, source.file(), problems).read());
            default ->
                Optional.of(new MachineTemplates(checkout, source.directory(), new ReadBudget(), problems).read());
        };
    }

    private List<MachineSource> find() {
        var tools = Stream.concat(
                        files(TOPF).map(file -> source(TalosTool.TOPF, file)),
                        files(TALCONFIG).map(file -> source(TalosTool.TALHELPER, file)))
                .toList();
        var all = new ArrayList<>(tools);
        all.addAll(templates(tools));
        files(OMNI)
                .forEach(file -> new OmniTemplate(checkout, file, new Problems())
                        .source()
                        .ifPresent(all::add));
        all.sort(Comparator.comparingInt(MachineSources::rank).thenComparing(MachineSource::directory));
        // a directory or a cluster that is described twice has left one description behind
        var byCluster = new LinkedHashMap<String, MachineSource>();
        var byDirectory = new TreeSet<String>();
        for (MachineSource source : all) {
            if (byDirectory.add(source.directory())) {
                byCluster.putIfAbsent(source.cluster().isEmpty() ? source.directory() : source.cluster(), source);
            }
        }
        return List.copyOf(byCluster.values());
    }

    private static int rank(MachineSource source) {
        int usual = USUAL.indexOf(source.directory());
        return usual < 0 ? USUAL.size() : usual;
    }

    private Stream<String> files(Pattern name) {
        return checkout
                .files(file ->
                        name.matcher(file).matches() && !UNUSED.matcher(file).matches())
                .stream();
    }

    private MachineSource source(TalosTool tool, String file) {
        return new MachineSource(tool, TemplateFiles.parent(file), file, cluster(file));
    }

    private String cluster(String file) {
        try {
            return checkout.yaml(file)
                    .document()
                    .text("clusterName")
                    .filter(MachineConfig::known)
                    .orElse("");
        } catch (UnreadableYaml e) {
            // said when the file is read
            return "";
        }
    }

    private List<MachineSource> templates(List<MachineSource> tools) {
        var directories =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (String file : checkout.files(
                file -> containsTalos(file) && !UNUSED.matcher(file).matches())) {
            directories.addAll(directories(file));
        }
        directories.removeIf(directory -> tools.stream().anyMatch(tool -> directory.startsWith(tool.directory())));
        var found = new ArrayList<MachineSource>();
        var budget = new ReadBudget();
        directories.stream()
                .limit(DIRECTORIES)
                .filter(directory -> found.stream().noneMatch(other -> directory.startsWith(other.directory())))
                .forEach(directory -> new MachineTemplates(checkout, directory, budget, new Problems())
                        .source()
                        .ifPresent(found::add));
        return found;
    }

    private static boolean containsTalos(String file) {
        return file.toLowerCase(Locale.ROOT).contains("talos");
    }

    /** Where a configuration for all nodes may be: above a folder of nodes; in a directory of Talos, or one below. */
    private static List<String> directories(String file) {
        var found = new ArrayList<String>();
        int below = -1;
        for (int at = file.indexOf('/'), start = 0; at >= 0; start = at + 1, at = file.indexOf('/', start)) {
            var segment = file.substring(start, at).toLowerCase(Locale.ROOT);
            if (PARTS.contains(segment)) {
                return found;
            }
            if (FOLDERS.contains(segment) && containsTalos(file.substring(0, start))) {
                found.add(file.substring(0, start));
                return found;
            }
            below = segment.contains("talos") ? 0 : below < 0 ? below : below + 1;
        }
        if (below == 0 || below == 1) {
            found.add(TemplateFiles.parent(file));
        }
        return found;
    }
}
