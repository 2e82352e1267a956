package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.Position;
import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that one run shows all of them. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public void error(Position at, String message) {
        add(Problem.error(at, message));
    }

    public void error(String where, String message) {
        add(new Problem(Problem.Severity.ERROR, where, message));
    }

    void warning(Position at, String message) {
        add(Problem.warning(at, message));
    }

    void warning(String where, String message) {
        add(new Problem(Problem.Severity.WARNING, where, message));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }
}
