package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.inventory.FileProblem;
import java.util.List;
import java.util.stream.Collectors;

/** kaltstart.yaml cannot be used. The message lists every problem on a line of its own. */
public final class UnusableConfiguration extends RuntimeException {

    UnusableConfiguration(List<FileProblem> problems) {
        super(problems.stream().map(FileProblem::line).collect(Collectors.joining("\n")));
    }
}
