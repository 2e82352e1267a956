package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The documents of a YAML file, as objects of Kubernetes. */
final class Documents {

    /** Where an object was declared, file and line; only in trees that are read, never in objects that are applied. */
    static final String SOURCE = "\u0000source";

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();

    /** An alias as a key: to Go its name ends before the colon, to YAML 1.2 it does not. */
    private static final Pattern ALIAS_AS_KEY = Pattern.compile("(?m)^([ -]*\\*[\\w-]+):(?=\\s)");

    private Documents() {}

    /** A document, and the line it begins in. */
    private record Document(JsonNode content, int line) {}

    /** @throws BuildFailure when it is no YAML, in the words of kustomize */
    static List<JsonNode> read(String text) {
        return documents(text).stream().map(Document::content).toList();
    }

    private static List<Document> documents(String text) {
        try {
            return parse(text);
        } catch (MarkedYamlEngineException e) {
            if (String.valueOf(e.getProblem()).contains("undefined alias")) {
                return again(ALIAS_AS_KEY.matcher(text).replaceAll("$1 :"), e);
            }
            throw malformed(e);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new BuildFailure("MalformedYAMLError: yaml: " + e.getMessage());
        } catch (StackOverflowError e) {
            // the parser is recursive and has no depth limit
            throw new BuildFailure("MalformedYAMLError: yaml: exceeded max depth of 10000");
        }
    }

    private static List<Document> again(String text, MarkedYamlEngineException first) {
        try {
            return parse(text);
        } catch (MarkedYamlEngineException e) {
            throw malformed(first);
        }
    }

    private static BuildFailure malformed(MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new BuildFailure("MalformedYAMLError: yaml: line %d: %s"
                .formatted(line, String.valueOf(e.getProblem()).toLowerCase(Locale.ROOT)));
    }

    private static List<Document> parse(String text) {
        var documents = new ArrayList<Document>();
        for (Node node : new Compose(SETTINGS).composeAllFromString(text)) {
            var content = new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(node));
            if (content != null) {
                int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                documents.add(new Document(ManifestFields.MAPPER.valueToTree(content), line));
            }
        }
        return documents;
    }

    /** @throws BuildFailure also when something in it is no object of Kubernetes */
    static List<ObjectNode> objects(String text) {
        var objects = new ArrayList<ObjectNode>();
        documents(text).forEach(document -> add(document.content(), objects));
        return objects;
    }

    /** Each with its place. @param file it is from */
    static List<ObjectNode> located(String text, String file) {
        var objects = new ArrayList<ObjectNode>();
        for (Document document : documents(text)) {
            var here = new ArrayList<ObjectNode>();
            add(document.content(), here);
            here.forEach(object -> object.put(SOURCE, file + ":" + document.line()));
            objects.addAll(here);
        }
        return objects;
    }

    private static void add(JsonNode document, List<ObjectNode> objects) {
        if (ManifestFields.text(document, "kind").endsWith("List")
                && document.path("items").isArray()) {
            document.path("items").forEach(item -> add(item, objects));
            return;
        }
        if (!(document instanceof ObjectNode object)
                || ManifestFields.text(object, "kind").isEmpty()) {
            throw new BuildFailure("missing Resource metadata");
        }
        if (ManifestFields.text(object, "metadata", "name").isEmpty()) {
            throw new BuildFailure("missing metadata.name in object {{%s %s} {{ } map[] map[]}}"
                    .formatted(ManifestFields.text(object, "apiVersion"), ManifestFields.text(object, "kind")));
        }
        objects.add(object);
    }
}
