package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One component that the form viewer of the Tasklist does not know leaves the whole form empty. */
class FormsTest {

    private static final Path MODELS = Path.of("processes");
    private static final Set<String> SHOWN =
            Set.of("text", "textfield", "textarea", "number", "checkbox", "radio", "select", "separator", "group");

    static List<Path> forms() throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".form")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isKnownByItsFileName(Path form) throws IOException {
        assertThat(read(form).path("id").asText() + ".form")
                .isEqualTo(form.getFileName().toString());
        assertThat(read(form).path("schemaVersion").asInt()).isEqualTo(16);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void holdsOnlyWhatTheTasklistCanShow(Path form) throws IOException {
        assertThat(components(form)).allSatisfy(component -> {
            assertThat(component.path("type").asText()).isIn(SHOWN);
            assertThat(component.path("id").asText()).isNotBlank();
        });
        assertThat(components(form))
                .extracting(component -> component.path("id").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void hasExampleAnswersOfTheRightTypes(Path form) throws IOException {
        JsonNode answers =
                read(form.resolveSibling(form.getFileName().toString().replace(".form", ".answers.json")));

        assertThat(answers.fieldNames()).toIterable().allSatisfy(field -> {
            JsonNode component = components(form).stream()
                    .filter(one -> one.path("key").asText().equals(field))
                    .findFirst()
                    .orElseThrow();
            assertThat(answers.get(field).isBoolean())
                    .isEqualTo(component.path("type").asText().equals("checkbox"));
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void hasAnExampleForEverythingThatMustBeAnswered(Path form) throws IOException {
        JsonNode answers =
                read(form.resolveSibling(form.getFileName().toString().replace(".form", ".answers.json")));

        assertThat(components(form))
                .filteredOn(
                        component -> component.path("validate").path("required").asBoolean())
                .allSatisfy(component ->
                        assertThat(answers.has(component.path("key").asText())).isTrue());
    }

    @Test
    void haveDifferentNames() throws IOException {
        assertThat(forms()).extracting(form -> form.getFileName().toString()).doesNotHaveDuplicates();
    }

    private static List<JsonNode> components(Path form) throws IOException {
        return StreamSupport.stream(read(form).path("components").spliterator(), false)
                .toList();
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
