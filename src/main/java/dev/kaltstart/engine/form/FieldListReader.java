package dev.kaltstart.engine.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.form.FieldList.As;
import dev.kaltstart.engine.form.FieldList.ShownFact;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code forms.yaml}, the forms of one model. An unknown key stops the start. */
public final class FieldListReader {

    public static final String FILE = "forms.yaml";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> FORM = Set.of("shows", "answers");
    private static final Set<String> SHOWN = Set.of("label", "as", "link");
    private static final Set<String> ANSWER =
            Set.of("label", "hint", "type", "choices", "optional", "gesture", "when", "example");

    private final String file;

    private FieldListReader(String file) {
        this.file = file;
    }

    /**
     * By the name of the form, in the order of the file.
     *
     * @throws IllegalStateException with the place in the file
     */
    public static Map<String, FieldList> read(String file, InputStream content) {
        return new FieldListReader(file).forms(content);
    }

    private Map<String, FieldList> forms(InputStream content) {
        JsonNode read;
        try {
            read = JSON.valueToTree(
                    new Load(LoadSettings.builder().setLabel(file).build()).loadFromInputStream(content));
        } catch (YamlEngineException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
        var forms = new LinkedHashMap<String, FieldList>();
        read.properties().forEach(form -> forms.put(form.getKey(), form(form.getKey(), form.getValue())));
        return forms;
    }

    private FieldList form(String name, JsonNode form) {
        known(form, FORM, name);
        var shows = new LinkedHashMap<String, ShownFact>();
        form.path("shows").properties().forEach(fact -> shows.put(fact.getKey(), shown(name, fact)));
        var answers = new LinkedHashMap<String, AnswerField>();
        form.path("answers").properties().forEach(field -> {
            String place = name + ", " + field.getKey();
            AnswerField answer = answer(place, field.getValue());
            answer.problem().or(() -> answer.when().problem(answers)).ifPresent(problem -> {
                throw wrong(place, problem);
            });
            answers.put(field.getKey(), answer);
        });
        return new FieldList(shows, answers);
    }

    private ShownFact shown(String form, Map.Entry<String, JsonNode> fact) {
        String place = form + ", " + fact.getKey();
        JsonNode shown = fact.getValue();
        known(shown, SHOWN, place);
        if (!shown.hasNonNull("label")) {
            throw wrong(place, "has no label");
        }
        return new ShownFact(
                shown.path("label").asText(),
                constant(As.class, shown.path("as").asText("text"), place),
                shown.hasNonNull("link") ? shown.path("link").asText() : null);
    }

    private AnswerField answer(String place, JsonNode answer) {
        known(answer, ANSWER, place);
        AnswerField.Type type =
                constant(AnswerField.Type.class, answer.path("type").asText(), place);
        var choices = new LinkedHashMap<String, String>();
        answer.path("choices")
                .properties()
                .forEach(
                        choice -> choices.put(choice.getKey(), choice.getValue().asText()));
        return new AnswerField(
                answer.path("label").asText(),
                answer.path("hint").asText(),
                type,
                choices,
                type.canBeRequired() && !answer.path("optional").asBoolean(),
                type.isGesture() || answer.path("gesture").asBoolean(),
                FormCondition.of(answer.path("when")),
                example(answer.path("example")));
    }

    private static @Nullable Object example(JsonNode example) {
        return example.isMissingNode() || example.isNull() ? null : JSON.convertValue(example, Object.class);
    }

    private <T extends Enum<T>> T constant(Class<T> type, String word, String place) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(
                        place,
                        "'" + word + "' is none of "
                                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    private void known(JsonNode node, Set<String> names, String place) {
        if (!node.isObject() && !node.isNull()) {
            throw wrong(place, "is not a list of names and values");
        }
        node.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(place, "does not know '" + name + "'");
                });
    }

    private IllegalStateException wrong(String place, String problem) {
        return new IllegalStateException(file + ": " + place + ": " + problem);
    }
}
