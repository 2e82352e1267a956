package dev.kaltstart.architecture.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A form in the field lists beside a model. The engine refuses what is wrong with a list in itself. */
final class Form {

    private static final String FILE = "forms.yaml";
    private static final JsonMapper JSON = new JsonMapper();

    private Form() {}

    static Optional<String> violation(Path folder, String id) {
        JsonNode form = read(folder).path(id);
        if (!form.isObject()) {
            return Optional.of("there is no form " + id + " in " + FILE + " beside the model");
        }
        return form.path("answers").isEmpty() ? Optional.of("the form " + id + " asks for nothing") : Optional.empty();
    }

    /** What a person can fill in; nothing for a form that is not there. */
    static Set<String> keys(Path folder, String id) {
        var keys = new TreeSet<String>();
        read(folder).path(id).path("answers").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The values of its choices, by field. */
    static Map<String, Set<String>> choices(Path folder, String id) {
        var choices = new HashMap<String, Set<String>>();
        read(folder).path(id).path("answers").properties().stream()
                .filter(answer -> answer.getValue().has("choices"))
                .forEach(answer -> {
                    var values = new TreeSet<String>();
                    answer.getValue().path("choices").fieldNames().forEachRemaining(values::add);
                    choices.put(answer.getKey(), values);
                });
        return choices;
    }

    private static JsonNode read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return JSON.missingNode();
        }
        try {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        } catch (IOException problem) {
            throw new UncheckedIOException(file + ": " + problem.getMessage(), problem);
        }
    }
}
