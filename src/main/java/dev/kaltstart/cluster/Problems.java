package dev.kaltstart.cluster;

import dev.kaltstart.cluster.yaml.Position;
import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that one run shows all of them. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void add(Problem problem) {
        found.add(problem);
    }

    void error(Position at, String words) {
        add(Problem.error(at, words));
    }

    void error(String where, String words) {
        add(new Problem(Problem.Severity.ERROR, where, words));
    }

    void warning(Position at, String words) {
        add(Problem.warning(at, words));
    }

    void warning(String where, String words) {
        add(new Problem(Problem.Severity.WARNING, where, words));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    List<Problem> list() {
        return List.copyOf(found);
    }
}
