package dev.kaltstart.kustomize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that a ResourceSet makes from its own inputs. Plain inputs are filled in; a template with logic of Go's is
 * left out, and so are inputs of a provider, which only the live cluster knows.
 */
record ResourceSet(ObjectNode object) {

    private static final Pattern INPUT =
            Pattern.compile("<<-?\\s*inputs\\.([A-Za-z_][\\w.]*)\\s*(?:\\|\\s*(?:quote|toString)\\s*)?-?>>");
    private static final int MOST = 1_000;

    List<ObjectNode> objects() {
        var made = new ArrayList<ObjectNode>();
        var inputs = ManifestFields.at(object, "spec", "inputs");
        var each = inputs.isEmpty()
                ? List.<JsonNode>of(ManifestFields.MAPPER.createObjectNode())
                : inputs.valueStream().toList();
        for (JsonNode input : each) {
            for (JsonNode template : ManifestFields.at(object, "spec", "resources")) {
                add(filled(template.toString(), input), made);
            }
            var text = ManifestFields.text(object, "spec", "resourcesTemplate");
            for (String one : text.split("(?m)^---\\s*$")) {
                add(filled(one, input), made);
            }
        }
        return made;
    }

    private static String filled(String template, JsonNode input) {
        Matcher found = INPUT.matcher(template);
        return found.replaceAll(match -> Matcher.quoteReplacement(
                escaped(ManifestFields.text(input, match.group(1).split("\\.")))));
    }

    private static String escaped(String text) {
        try {
            var quoted = ManifestFields.MAPPER.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException e) {
            throw new BuildFailure("an input of a ResourceSet is no text");
        }
    }

    private void add(String text, List<ObjectNode> made) {
        if (text.isBlank() || text.contains("<<") || made.size() >= MOST) {
            return;
        }
        try {
            for (ObjectNode one : Documents.objects(text)) {
                var namespace =
                        ManifestFields.at(object, "metadata", "namespace").asText("flux-system");
                if (ManifestFields.at(one, "metadata", "namespace").isMissingNode()) {
                    ManifestFields.within(one, "metadata").put("namespace", namespace);
                }
                one.put(Documents.SOURCE, ManifestFields.text(object, Documents.SOURCE));
                made.add(one);
            }
        } catch (BuildFailure failure) {
            // a template that is not filled in is no manifest
        }
    }
}
