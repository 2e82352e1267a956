package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scenario is a triple: its model, its page, its test. */
class ScenarioTest {

    @Test
    void everyScenarioIsATriple() throws IOException {
        assertThat(scenarios(Path.of(""))).isNotEmpty();
        assertThat(missing(Path.of(""))).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed(@TempDir Path project) throws IOException {
        Files.createDirectories(project.resolve("src/test/java"));
        touch(project.resolve("processes/node-failure/node-failure.bpmn"));
        touch(project.resolve("processes/shared/approve/approve.bpmn"));
        touch(project.resolve("processes/triage/triage.dmn"));
        assertThat(missing(project))
                .containsExactly(
                        "node-failure has no page docs/scenarios/node-failure.md",
                        "node-failure has no test NodeFailureTest");
        touch(project.resolve("docs/scenarios/node-failure.md"));
        touch(project.resolve("src/test/java/dev/kaltstart/NodeFailureTest.java"));
        assertThat(missing(project)).isEmpty();
    }

    private static List<String> missing(Path project) throws IOException {
        var missing = new ArrayList<String>();
        for (String scenario : scenarios(project)) {
            String page = "docs/scenarios/" + scenario + ".md";
            if (!Files.exists(project.resolve(page))) {
                missing.add(scenario + " has no page " + page);
            }
            if (files(project.resolve("src/test/java")).noneMatch(file -> file.endsWith(test(scenario) + ".java"))) {
                missing.add(scenario + " has no test " + test(scenario));
            }
        }
        return missing;
    }

    /** Folders with a model; decision tables and the parts that scenarios share are no scenarios. */
    private static List<String> scenarios(Path project) throws IOException {
        Path processes = project.resolve("processes");
        return files(processes)
                .filter(file -> file.toString().endsWith(".bpmn"))
                .map(file -> processes.relativize(file).getName(0).toString())
                .filter(name -> !name.equals("shared"))
                .distinct()
                .sorted()
                .toList();
    }

    private static String test(String scenario) {
        var name = new StringBuilder();
        for (String word : scenario.split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name + "Test";
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        }
    }

    private static void touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
