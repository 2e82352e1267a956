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

    private static final Pattern FOLDER = Pattern.compile(
            "((?:.*/)?)(?:nodes|hosts|machines|controlplanes?|control-planes?|controllers?|workers?)/.*");
    private static final Pattern TALOS = Pattern.compile("(?i)((?:.*/)?[^/]*talos[^/]*/(?:[^/]+/)?)[^/]+");
    private static final Pattern PARTS = Pattern.compile("(?:.*/)?(?:patches|all|clusterconfig)/");

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
            default -> Optional.of(new MachineTemplates(checkout, source.directory(), problems).read());
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
        return new MachineSource(tool, MachineTemplates.parent(file), file, cluster(file));
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
        for (String file : checkout.files(file -> !UNUSED.matcher(file).matches())) {
            var folder = FOLDER.matcher(file);
            var talos = TALOS.matcher(file);
            if (folder.matches() && file.matches(".*\\.ya?ml(\\.\\w{2,6})?")) {
                directories.add(folder.group(1));
            } else if (talos.matches() && !PARTS.matcher(talos.group(1)).matches()) {
                directories.add(talos.group(1));
            }
        }
        directories.removeIf(directory -> tools.stream().anyMatch(tool -> directory.startsWith(tool.directory())));
        var found = new ArrayList<MachineSource>();
        directories.stream()
                .filter(directory -> directory.toLowerCase(Locale.ROOT).contains("talos"))
                .limit(DIRECTORIES)
                .filter(directory -> found.stream().noneMatch(other -> directory.startsWith(other.directory())))
                .forEach(directory -> new MachineTemplates(checkout, directory, new Problems())
                        .source()
                        .ifPresent(found::add));
        return found;
    }
}
