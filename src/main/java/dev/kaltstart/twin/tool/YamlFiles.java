package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML files of the tools. */
final class YamlFiles {

    private YamlFiles() {}

    /** The first document of a file; missing when there is no such file or it is empty. */
    static JsonNode first(Path file) {
        if (!Files.isRegularFile(file)) {
            return Json.MAPPER.missingNode();
        }
        try {
            var documents = new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file));
            var all = documents.iterator();
            return all.hasNext() ? Json.MAPPER.valueToTree(all.next()) : Json.MAPPER.missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Kubernetes tools print objects: keys in order, two blanks. */
    static String sorted(JsonNode value) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(2)
                .setWidth(1_000_000)
                .setSplitLines(false)
                .setSchema(new CoreSchema())
                .build();
        return new Dump(settings).dumpToString(ordered(value));
    }

    private static Object ordered(JsonNode value) {
        if (value.isObject()) {
            var ordered = new TreeMap<String, Object>();
            value.properties().forEach(entry -> ordered.put(entry.getKey(), ordered(entry.getValue())));
            return ordered;
        }
        if (value.isArray()) {
            return value.valueStream().map(YamlFiles::ordered).toList();
        }
        return value.isNull() ? "" : Json.MAPPER.convertValue(value, Object.class);
    }

    static String write(JsonNode value) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(4)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Dump(settings).dumpToString(Json.MAPPER.convertValue(value, Object.class));
    }
}
