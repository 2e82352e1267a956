package dev.kaltstart.twin.origin;

import dev.kaltstart.kustomize.FileTree;
import dev.kaltstart.twin.origin.Trees.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The files of one commit. */
public final class Snapshot implements FileTree {

    private final LooseObjects objects;
    private final TreeMap<String, Node> files;

    Snapshot(LooseObjects objects, TreeMap<String, Node> files) {
        this.objects = objects;
        this.files = files;
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path))
                .filter(Node::file)
                .map(node -> new String(objects.read(node.id()).content(), StandardCharsets.UTF_8));
    }

    @Override
    public boolean isDirectory(String path) {
        return path.isEmpty() || !below(path).isEmpty();
    }

    @Override
    public List<String> files(String directory) {
        int cut = directory.isEmpty() ? 0 : directory.length() + 1;
        return below(directory).entrySet().stream()
                .filter(entry -> entry.getValue().file())
                .map(entry -> entry.getKey().substring(cut))
                .toList();
    }

    private NavigableMap<String, Node> below(String directory) {
        return directory.isEmpty() ? files : files.subMap(directory + "/", false, directory + "0", false);
    }

    Map<String, Node> nodes() {
        return files;
    }
}
