package dev.kaltstart.cluster.access;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import dev.kaltstart.cluster.check.PlainText;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig, reduced to its current context.
 *
 * @param cluster the cluster entry of the context
 * @param user the user entry of the context
 */
record KubeconfigFile(Path path, Yaml cluster, Yaml user) {

    static KubeconfigFile read(Path path) {
        var content = content(path);
        var current = content.text("current-context")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> refused(
                        path, "it has no current-context: set it with kubectl config use-context, or get a new one"));
        var context = named(path, content, "context", current);
        return new KubeconfigFile(
                path,
                named(path, content, "cluster", context.text("cluster").orElse("")),
                named(path, content, "user", context.text("user").orElse("")));
    }

    /** The base64 value of a key ending in -data, or of the file that the plain key names; null when neither exists. */
    @Nullable
    String data(Yaml part, String key) {
        return part.text(key + "-data")
                .or(() -> part.text(key).map(this::fromFile))
                .orElse(null);
    }

    UnusableCredentials unusable(String message) {
        return refused(path, message);
    }

    private static Yaml content(Path path) {
        try {
            return new YamlFile(path, path.toString(), YamlFile.CONFIGURATION_LIMIT).document();
        } catch (UnreadableYaml e) {
            throw new UnusableCredentials(FileProblem.error(e).line());
        }
    }

    private static Yaml named(Path path, Yaml content, String kind, String name) {
        return content.items(kind + "s").stream()
                .filter(item -> item.text("name").orElse("").equals(name))
                .findFirst()
                .flatMap(item -> item.get(kind))
                .orElseThrow(() -> refused(path, "it has no %s named '%s': get a new one".formatted(kind, name)));
    }

    private String fromFile(String name) {
        try {
            var directory = path.toRealPath().resolveSibling("");
            var file = directory.resolve(name).toRealPath();
            if (!file.startsWith(directory)) {
                throw unusable(
                        "it refers to %s outside of its own directory: put the content into the file".formatted(name));
            }
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unusable("it refers to %s, which cannot be read: put the content into the file".formatted(name));
        }
    }

    private static UnusableCredentials refused(Path path, String message) {
        return new UnusableCredentials("%s must not be used: %s".formatted(path, PlainText.text(message)));
    }
}
