package dev.kaltstart.architecture.model;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {

    private static final Beans BEANS = Beans.ofTheProgram();

    @ParameterizedTest
    @MethodSource("models")
    void everyModelKeepsTheRules(Path model) throws IOException {
        assertThat(Rules.programViolations(model, BEANS, known())).isEmpty();
    }

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .toList();
        }
    }

    /** A model is known by the name of its file, which another rule compares with its id. */
    private static Set<String> known() throws IOException {
        return models().stream()
                .map(file -> file.getFileName().toString().replace(".bpmn", ""))
                .collect(toSet());
    }
}
