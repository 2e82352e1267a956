package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.Inventory.TaskRunner;
import dev.kaltstart.cluster.inventory.Layout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs on this machine's PATH. */
record InstalledTools(String path) {

    /** The tools that a recovery with this layout needs. */
    static List<String> neededBy(Layout layout) {
        var needed = new ArrayList<>(List.of("talosctl"));
        switch (layout.talosTool()) {
            case TALHELPER -> needed.add("talhelper");
            case TOPF -> needed.add("topf");
            case MINIJINJA -> needed.add("minijinja-cli");
            default -> {
                // nothing to render
            }
        }
        if (layout.runner() != TaskRunner.NONE) {
            needed.add(layout.runner() == TaskRunner.TASK ? "task" : "just");
        }
        needed.addAll(List.of("sops", "age", "flux", "kubectl", "helmfile", "yq", "git"));
        return needed;
    }

    Optional<Path> find(String program) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> candidate(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Stream<Path> candidate(String directory, String program) {
        try {
            return Stream.of(Path.of(directory, program));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
