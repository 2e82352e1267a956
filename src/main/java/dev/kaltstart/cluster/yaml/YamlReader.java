package dev.kaltstart.cluster.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Reads YAML 1.2 and reports errors as sentences for the author of the file. */
public final class YamlReader {

    private static final int ALIASES = 50;

    private final String name;

    /** @param name of the file, for positions */
    public YamlReader(String name) {
        this.name = name;
    }

    /** All documents of a text. */
    public List<Yaml> read(String text) {
        try {
            var documents = new ArrayList<Yaml>();
            for (Node node : new Compose(settings()).composeAllFromString(text)) {
                documents.add(new NodeReader(name).read(node));
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            throw new UnreadableYaml(position(e), message(e));
        } catch (ReaderException e) {
            throw new UnreadableYaml(
                    new Position(name, lineOf(text, e.getPosition())),
                    "the character U+%04X is not allowed in YAML: remove it".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new UnreadableYaml(Position.of(name), unmarked(e));
        } catch (StackOverflowError e) {
            // the composer is recursive and has no depth limit
            throw new UnreadableYaml(Position.of(name), "the values are nested too deeply");
        }
    }

    private LoadSettings settings() {
        return LoadSettings.builder()
                .setLabel(name)
                .setSchema(new JsonSchema())
                .setMaxAliasesForCollections(ALIASES)
                .setCodePointLimit(YamlFile.REPOSITORY_LIMIT)
                .build();
    }

    private Position position(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .map(mark -> new Position(name, mark.getLine() + 1))
                .orElse(Position.of(name));
    }

    private static String message(MarkedYamlEngineException e) {
        var problem = e.getProblem();
        if (problem.contains("\\t(TAB)")) {
            return "a tab is used for indentation: YAML allows only spaces";
        }
        return "this is not valid YAML: " + problem.replaceAll("\\s+", " ");
    }

    private static String unmarked(YamlEngineException e) {
        var problem = String.valueOf(e.getMessage());
        if (problem.contains("aliases for non-scalar")) {
            return "more than %d aliases (*name) are used: write the values out".formatted(ALIASES);
        }
        if (problem.contains("Non scalar key")) {
            return "a key is not plain text: is this a template, or is a quote missing?";
        }
        return "this is not valid YAML: " + problem.replaceAll("\\s+", " ");
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.codePoints()
                        .limit(Math.max(0, position))
                        .filter(c -> c == '\n')
                        .count();
    }
}
