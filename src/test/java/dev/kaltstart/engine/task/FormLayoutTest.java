package dev.kaltstart.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.engine.form.FieldList;
import dev.kaltstart.engine.form.FieldListReader;
import dev.kaltstart.engine.form.FormLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that are made from the field lists beside the models. */
class FormLayoutTest {

    /** One component that the form viewer of Tasklist does not know leaves the whole form empty. */
    private static final Set<String> KNOWN =
            Set.of("text", "textfield", "textarea", "number", "checkbox", "radio", "select", "separator");

    private static final String ASKS = """
            asks:
              shows:
                seen: { label: What was seen, as: code }
                whole: { label: All of it, link: "/evidence/{{recovery}}" }
              answers:
                sure: { label: I am sure, type: confirmation, example: true }
                way: { label: Way, type: choice, choices: { up: Up, down: Down }, example: up }
                place: { label: Place, type: select, when: { way: [up, down], sure: true } }
            """;

    static Stream<Arguments> forms() throws IOException {
        var found = new ArrayList<Arguments>();
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            for (Path file :
                    files.filter(path -> path.endsWith(FieldListReader.FILE)).toList()) {
                read(Files.readString(file)).forEach((name, fields) -> found.add(arguments(name, fields)));
            }
        }
        assertThat(found).hasSizeGreaterThan(15);
        return found.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void everyFormHasOneOrderAndTheSameBytesEachTime(String name, FieldList fields) throws IOException {
        byte[] bytes = FormLayout.of(name, fields);
        List<JsonNode> components = components(bytes);

        assertThat(FormLayout.of(name, fields)).isEqualTo(bytes);
        var order = new ArrayList<String>(List.of("why"));
        fields.shows()
                .forEach((fact, shown) -> order.add((shown.as() == FieldList.As.BOX ? "field_" : "fact_") + fact));
        order.addAll(List.of("commands", "expect", "check", "line"));
        fields.answers().keySet().forEach(key -> order.add("field_" + key));
        assertThat(components)
                .extracting(component -> component.path("id").asText())
                .containsExactlyElementsOf(order)
                .doesNotHaveDuplicates();
        assertThat(components)
                .extracting(component -> component.path("type").asText())
                .isSubsetOf(KNOWN);
    }

    @Test
    void putsConditionsGesturesAndChoicesIntoTheForm() throws IOException {
        List<JsonNode> components = components(FormLayout.of("asks", asks()));

        assertThat(component(components, "fact_seen").path("text").asText())
                .isEqualTo("**What was seen**\n\n```\n{{seen}}\n```");
        assertThat(component(components, "fact_whole").path("text").asText())
                .isEqualTo("[All of it](/evidence/{{recovery}})");
        assertThat(component(components, "commands").at("/conditional/hide").asText())
                .isEqualTo("=taskCommands = null or taskCommands = \"\"");
        assertThat(component(components, "field_sure").at("/validate/required").asBoolean())
                .isTrue();
        assertThat(component(components, "field_sure").at("/properties/gesture").asText())
                .isEqualTo("true");
        assertThat(component(components, "field_way").path("values").findValuesAsText("value"))
                .containsExactly("up", "down");
        JsonNode place = component(components, "field_place");
        assertThat(place.has("values")).as("only a task knows them").isFalse();
        assertThat(place.at("/conditional/hide").asText())
                .isEqualTo("=(way != \"up\" and way != \"down\") or (sure != true)");
    }

    @Test
    void theServerJudgesByTheConditionOfThePage() throws IOException {
        var form = TaskForm.of(new ByteArrayInputStream(FormLayout.of("asks", asks())));

        assertThat(form.missing(Map.of("sure", true, "way", "up"))).contains("'place' is required: Place");
        assertThat(form.missing(Map.of("sure", true, "way", "up", "place", " ")))
                .isPresent();
        assertThat(form.missing(Map.of("sure", true, "way", "up", "place", "attic")))
                .isEmpty();
        assertThat(form.missing(Map.of("sure", false, "way", "up"))).contains("'sure' is required: I am sure");
        assertThat(form.field("place").orElseThrow().applies(Map.of("sure", false, "way", "up")))
                .isFalse();
        assertThat(form.field("place").orElseThrow().applies(Map.of("sure", true)))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void refusesAListWithAMistake(String expected, String part, String replacement) {
        assertThat(ASKS).contains(part);
        assertThatThrownBy(() -> read(ASKS.replace(part, replacement)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("forms.yaml")
                .hasMessageContaining(expected);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("asks, sure: does not know 'hints'", "label: I am sure", "label: I am sure, hints: x"),
                arguments("asks: does not know 'answer'", "  answers:", "  answer:"),
                arguments("asks, sure: has no label", "label: I am sure, ", ""),
                arguments("asks, seen: has no label", "label: What was seen, ", ""),
                arguments("asks, way: 'radio' is none of [confirmation, decision,", "type: choice", "type: radio"),
                arguments("asks, seen: 'table' is none of [text, code, box]", "as: code", "as: table"),
                arguments("asks, way: offers no choices", ", choices: { up: Up, down: Down }", ""),
                arguments("asks, way: cannot take its own example: left", "example: up", "example: left"),
                arguments("asks, sure: cannot take its own example: yes", "example: true", "example: yes"),
                arguments("asks, sure: is required, and has no example", ", example: true", ""),
                arguments("asks, place: depends on 'way' [left]", "[up, down]", "left"),
                arguments("asks, place: depends on 'later'", "when: { way: [up, down]", "when: { later: true"),
                arguments("duplicate", "    way:", "    sure:"));
    }

    private static Map<String, FieldList> read(String yaml) {
        InputStream content = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        return FieldListReader.read("asks/forms.yaml", content);
    }

    private static FieldList asks() {
        return read(ASKS).values().iterator().next();
    }

    private static JsonNode component(List<JsonNode> components, String id) {
        return components.stream()
                .filter(component -> component.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> components(byte[] form) throws IOException {
        return new ObjectMapper()
                .readTree(form)
                .path("components")
                .valueStream()
                .toList();
    }
}
