package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.Position;
import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that one run shows all of them. */
public final class Problems {

    private final List<FileProblem> found = new ArrayList<>();

    public void add(FileProblem problem) {
        found.add(problem);
    }

    public void error(Position at, String message) {
        add(FileProblem.error(at, message));
    }

    public void error(String where, String message) {
        add(new FileProblem(FileProblem.Severity.ERROR, where, message));
    }

    public void warning(Position at, String message) {
        add(FileProblem.warning(at, message));
    }

    public void warning(String where, String message) {
        add(new FileProblem(FileProblem.Severity.WARNING, where, message));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(FileProblem::isError);
    }

    public List<FileProblem> list() {
        return List.copyOf(found);
    }
}
