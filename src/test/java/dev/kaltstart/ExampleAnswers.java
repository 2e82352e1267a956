package dev.kaltstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the form of a task declares as the answers of an unattended rehearsal. */
public final class ExampleAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ExampleAnswers() {}

    /** @param form {@code flash-node} */
    public static JsonNode of(String form) throws IOException {
        ObjectNode answers = JSON.createObjectNode();
        try (var files = Files.walk(Path.of("processes"))) {
            for (Path file : files.filter(path -> path.endsWith("forms.yaml")).toList()) {
                JsonNode forms = JSON.valueToTree(
                        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
                forms.path(form).path("answers").properties().stream()
                        .filter(field -> field.getValue().has("example"))
                        .forEach(field ->
                                answers.set(field.getKey(), field.getValue().path("example")));
            }
        }
        return answers;
    }
}
