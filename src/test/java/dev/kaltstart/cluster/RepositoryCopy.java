package dev.kaltstart.cluster;

import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** A copy of one of the test repositories, to be modified freely. */
public record RepositoryCopy(Path root) {

    public static final Path ALL = Path.of("src/test/resources/repositories");

    public static RepositoryCopy copyOf(String name, Path directory) {
        try {
            FileSystemUtils.copyRecursively(ALL.resolve(name), directory.resolve(name));
            return new RepositoryCopy(directory.resolve(name).toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RepositoryCopy with(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).resolveSibling(""));
            Files.writeString(root.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces every occurrence of a text, which must exist. */
    public RepositoryCopy replacing(String file, String text, String by) {
        try {
            var before = Files.readString(root.resolve(file));
            assert before.contains(text) : text;
            return with(file, before.replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RepositoryCopy without(String file) {
        try {
            FileSystemUtils.deleteRecursively(root.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Discovered discovered() {
        return Discovery.discover(root, Overrides.NONE);
    }

    List<String> errors() {
        return lines(true);
    }

    List<String> warnings() {
        return lines(false);
    }

    private List<String> lines(boolean errors) {
        return discovered().problems().stream()
                .filter(problem -> problem.isError() == errors)
                .map(problem -> problem.line().replace(root.toString(), "ROOT"))
                .toList();
    }
}
