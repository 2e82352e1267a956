package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checked-out files of a repository. Never reads outside of it. */
public final class Checkout {

    private static final Pattern YAML_TEMPLATE = Pattern.compile(".*\\.ya?ml(\\.(j2|jinja2?|tpl|tmpl))?");

    private final Path root;
    private final CheckoutWalk walk;

    private Checkout(Path root, CheckoutWalk walk) {
        this.root = root;
        this.walk = walk;
    }

    /** Lists the files; reports a problem and returns empty when the directory does not exist. */
    public static Optional<Checkout> open(Path directory, Problems problems) {
        var name = directory.toString();
        if (!Files.isDirectory(directory)) {
            problems.error(name, "there is no such directory: clone the repository of the cluster there");
            return Optional.empty();
        }
        try {
            var root = directory.toRealPath();
            var walk = new CheckoutWalk(root, problems);
            Files.walkFileTree(root, Set.of(), CheckoutWalk.DEPTH, walk);
            return Optional.of(new Checkout(root, walk));
        } catch (IOException e) {
            problems.error(name, "the directory cannot be read: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    public Path root() {
        return root;
    }

    public Path path(String file) {
        return root.resolve(file);
    }

    public boolean has(String file) {
        return walk.files().contains(file);
    }

    /** The first of these files that exists, in the order given. */
    public Optional<String> first(String... files) {
        return Stream.of(files).filter(this::has).findFirst();
    }

    /** Paths with slashes, in alphabetical order. */
    public List<String> files(Predicate<String> wanted) {
        return walk.files().stream().filter(wanted).toList();
    }

    /** YAML files below a directory, given with a trailing slash. */
    public List<String> yamlBelow(String directory) {
        return files(file -> file.startsWith(directory) && (file.endsWith(".yaml") || file.endsWith(".yml")));
    }

    /** Files below a directory, given with a trailing slash, that are YAML or become YAML when they are rendered. */
    public List<String> yamlTemplatesBelow(String directory) {
        return files(file ->
                file.startsWith(directory) && YAML_TEMPLATE.matcher(file).matches());
    }

    public YamlFile yaml(String file) {
        return new YamlFile(path(file), file, YamlFile.REPOSITORY_LIMIT);
    }

    /** The content of a file that may be anything; empty when it is not a text of a usual size. */
    Optional<String> text(String file) {
        try {
            return Optional.of(yaml(file).text());
        } catch (UnreadableYaml e) {
            return Optional.empty();
        }
    }

    /** The single document of a mandatory file; reports a problem and returns empty when it cannot be parsed. */
    public Optional<Yaml> document(String file, Problems problems) {
        try {
            return Optional.of(yaml(file).document());
        } catch (UnreadableYaml e) {
            problems.add(FileProblem.error(e));
            return Optional.empty();
        }
    }
}
