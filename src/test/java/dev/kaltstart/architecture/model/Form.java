package dev.kaltstart.architecture.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A form and the example answers beside it. */
final class Form {

    private static final JsonMapper JSON = new JsonMapper();

    private Form() {}

    static List<String> violations(Path folder, String id) {
        Path form = folder.resolve(id + ".form");
        Path answers = folder.resolve(id + ".answers.json");
        var found = new ArrayList<String>();
        if (!Files.exists(form)) {
            found.add("there is no form " + id + ".form beside the model");
        } else if (!read(form).path("id").asText().equals(id)) {
            found.add("the form in " + id + ".form has another id than its name");
        }
        if (!Files.exists(answers)) {
            found.add("there are no example answers " + id + ".answers.json beside the form");
        } else if (Files.exists(form)) {
            var keys = keys(read(form));
            read(answers).fieldNames().forEachRemaining(field -> {
                if (!keys.contains(field)) {
                    found.add("the example answers fill '" + field + "', which " + id + ".form does not ask for");
                }
            });
        }
        return found;
    }

    private static Set<String> keys(JsonNode form) {
        var keys = new HashSet<String>();
        for (JsonNode component : form.path("components")) {
            keys.add(component.path("key").asText());
            keys.addAll(keys(component));
        }
        return keys;
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException problem) {
            throw new UncheckedIOException(file + ": " + problem.getMessage(), problem);
        }
    }
}
