package dev.kaltstart.twin.kustomize;

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
            Path file = root.resolve(path).toRealPath();
            return file.startsWith(root.toRealPath()) && Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(root.resolve(path));
    }

    @Override
    public List<String> files(String directory) {
        Path top = root.resolve(directory);
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
