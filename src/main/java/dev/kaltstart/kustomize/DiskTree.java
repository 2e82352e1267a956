package dev.kaltstart.kustomize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory on the disk. Nothing outside of it is read. */
public record DiskTree(Path root) implements FileTree {

    @Override
    public Optional<String> read(String path) {
        try {
            return inside(path).filter(Files::isRegularFile).isPresent()
                    ? Optional.of(Files.readString(root.resolve(path)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isDirectory(String path) {
        return inside(path).filter(Files::isDirectory).isPresent();
    }

    @Override
    public List<String> files(String directory) {
        Path top = root.resolve(directory);
        if (!isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The real path; empty when it does not exist, or a link leads out of the tree. */
    private Optional<Path> inside(String path) {
        try {
            return Optional.of(root.resolve(path).toRealPath()).filter(real -> real.startsWith(realRoot()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path realRoot() {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
