package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the clusters from kaltstart.yaml. */
final class ConfigurationFile {

    private final Path file;
    private final Problems problems = new Problems();

    private ConfigurationFile(Path file) {
        this.file = file;
    }

    /**
     * The clusters in file order.
     *
     * @throws UnusableConfiguration listing every problem in the file
     */
    static List<ClusterSettings> read(Path file) {
        return new ConfigurationFile(file).clusters();
    }

    private List<ClusterSettings> clusters() {
        var clusters = new ArrayList<ClusterSettings>();
        var document = document();
        new ConfigurationSchema().problems(document).forEach(problems::add);
        document.entries("kaltstart", "clusters").forEach((name, cluster) -> clusters.add(cluster(name, cluster)));
        if (problems.hasErrors()) {
            throw new UnusableConfiguration(problems.list());
        }
        return clusters;
    }

    private Yaml document() {
        try {
            return new YamlFile(file, file.toString(), YamlFile.CONFIGURATION_LIMIT).document();
        } catch (UnreadableYaml e) {
            throw new UnusableConfiguration(List.of(FileProblem.error(e)));
        }
    }

    private ClusterSettings cluster(String name, Yaml cluster) {
        return new ClusterSettings(
                name,
                repository(cluster),
                cluster.items("critical").stream()
                        .flatMap(item -> item.text().stream())
                        .toList(),
                restore(cluster),
                cluster.text("twin").filter("true"::equals).isPresent(),
                objectives(cluster),
                alerts(cluster),
                new NotifyReader(problems, this::path).read(cluster),
                new DrillReader(problems).read(cluster),
                new ClusterSettings.Overrides(
                        path(cluster, "kubeconfig"),
                        path(cluster, "talosconfig"),
                        path(cluster, "ageKey"),
                        cluster.text("changelog").map(Path::of).orElse(null),
                        cluster.text("repository", "path").orElse(null),
                        cluster.text("endpoint").orElse(null),
                        new NodeDeclarations(problems).read(cluster)));
    }

    private ClusterRepository repository(Yaml cluster) {
        return cluster.get("repository")
                .map(found -> new RepositoryReader(problems, this::path).read(found, file))
                .orElse(ClusterRepository.at(file));
    }

    private static Map<String, String> restore(Yaml cluster) {
        var methods = new TreeMap<String, String>();
        cluster.entries("restore")
                .forEach((name, entry) -> entry.text("method").ifPresent(method -> methods.put(name, method)));
        return methods;
    }

    private static AlertNaming alerts(Yaml cluster) {
        var names = new TreeMap<String, String>();
        cluster.entries("alerts", "names")
                .forEach((own, known) -> known.text().ifPresent(name -> names.put(own, name)));
        return new AlertNaming(names, cluster.text("alerts", "nodeLabel").orElse(null));
    }

    private Objectives objectives(Yaml cluster) {
        return new Objectives(
                duration(cluster, "controlPlane", Objectives.DEFAULT.controlPlane()),
                duration(cluster, "criticalApps", Objectives.DEFAULT.criticalApps()),
                duration(cluster, "lostConfiguration", Objectives.DEFAULT.lostConfiguration()),
                duration(cluster, "lostData", Objectives.DEFAULT.lostData()));
    }

    private Duration duration(Yaml cluster, String key, Duration otherwise) {
        var text = cluster.text("objectives", key);
        var read = text.flatMap(DurationText::parse);
        if (text.isPresent() && read.isEmpty()) {
            problems.error(
                    cluster.at("objectives", key),
                    "'%s: %s' is not a duration that can be used: %s".formatted(key, text.get(), DurationText.ADVICE));
        }
        return read.orElse(otherwise);
    }

    private @Nullable Path path(Yaml cluster, String... key) {
        try {
            return cluster.text(key).map(this::beside).orElse(null);
        } catch (InvalidPathException e) {
            problems.error(cluster.at(key), "this is not a path: correct it");
            return null;
        }
    }

    /** Relative to the file, so that a path means the same wherever Kaltstart is started. */
    private Path beside(String path) {
        var home = path.startsWith("~/") ? Path.of(System.getProperty("user.home"), path.substring(2)) : Path.of(path);
        return file.toAbsolutePath().resolveSibling(home).normalize();
    }
}
