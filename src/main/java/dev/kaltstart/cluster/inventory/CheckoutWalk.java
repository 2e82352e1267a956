package dev.kaltstart.cluster.inventory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Collects the files of a checkout: bounded, and never through a link that leaves it. */
public final class CheckoutWalk extends SimpleFileVisitor<Path> {

    public static final int FILES = 20_000;
    static final int DEPTH = 24;

    private static final Set<String> LEFT_OUT = Set.of(".git", "node_modules", ".venv", ".direnv", ".task");

    private final Path root;
    private final Problems problems;
    private final NavigableSet<String> files = new TreeSet<>();

    CheckoutWalk(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    NavigableSet<String> files() {
        return files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return LEFT_OUT.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (files.size() >= FILES) {
            problems.error(
                    root.toString(),
                    "more than %,d files: this is not the repository of one cluster; the rest was not read"
                            .formatted(FILES));
            return FileVisitResult.TERMINATE;
        }
        var name = name(file);
        if (attributes.isDirectory()) {
            problems.warning(name, "deeper than %d directories: not read".formatted(DEPTH));
        } else if (attributes.isRegularFile() || linksToFileInside(file, name, attributes)) {
            files.add(name);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        problems.warning(name(file), "no permission to read it: left out");
        return FileVisitResult.CONTINUE;
    }

    private boolean linksToFileInside(Path link, String name, BasicFileAttributes attributes) {
        if (!attributes.isSymbolicLink()) {
            return false;
        }
        try {
            var target = link.toRealPath();
            if (target.startsWith(root)) {
                return Files.isRegularFile(target);
            }
            problems.warning(name, "links to a place outside of the repository: left out");
        } catch (IOException e) {
            problems.warning(name, "links to something that does not exist: left out");
        }
        return false;
    }

    private String name(Path file) {
        return root.relativize(file).toString();
    }
}
