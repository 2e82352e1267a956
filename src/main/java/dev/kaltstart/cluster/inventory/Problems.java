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

    public void error(Position at, String words) {
        add(Problem.error(at, words));
    }

    public void error(String where, String words) {
        add(new Problem(Problem.Severity.ERROR, where, words));
    }

    void warning(Position at, String words) {
        add(Problem.warning(at, words));
    }

    void warning(String where, String words) {
        add(new Problem(Problem.Severity.WARNING, where, words));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }
}
