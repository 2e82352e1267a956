package dev.kaltstart.architecture.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A form and the example answers beside it. */
final class Form {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> INPUTS = Set.of("textfield", "textarea", "number", "checkbox", "radio", "select");

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
        if (Files.exists(form)) {
            inputs(read(form)).forEach(input -> violation(input).ifPresent(found::add));
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

    private static Optional<String> violation(JsonNode input) {
        String key = input.path("key").asText();
        String type = input.path("type").asText();
        if (!INPUTS.contains(type)) {
            return Optional.of("'" + key + "' is a " + type + ", and no completion takes one");
        }
        if (input.path("disabled").asBoolean()) {
            return Optional.of("'" + key + "' cannot be filled in: make it readonly");
        }
        if (type.equals("checkbox")
                && input.at("/validate/required").asBoolean()
                && !input.at("/properties/gesture").asBoolean()) {
            return Optional.of("'" + key + "' has to be ticked, so it must be a gesture, which no draft keeps");
        }
        return Optional.empty();
    }

    private static List<JsonNode> inputs(JsonNode form) {
        var inputs = new ArrayList<JsonNode>();
        for (JsonNode component : form.path("components")) {
            if (component.has("key")) {
                inputs.add(component);
            }
            inputs.addAll(inputs(component));
        }
        return inputs;
    }

    /** What a person can fill in. */
    static Set<String> keys(JsonNode form) {
        return inputs(form).stream()
                .filter(input -> !input.path("readonly").asBoolean())
                .map(input -> input.path("key").asText())
                .collect(Collectors.toSet());
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException problem) {
            throw new UncheckedIOException(file + ": " + problem.getMessage(), problem);
        }
    }
}
