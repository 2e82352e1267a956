package dev.kaltstart.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows as lines of JSON: flat objects without duplicate names, one in memory at a time. */
final class RowReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(ExportLimits.TEXT)
                    .maxNestingDepth(4)
                    .maxNameLength(100)
                    .build())
            .build()
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);

    private static final int COLUMNS = 60;

    private RowReader() {}

    static void read(ExportedFile.ExportEntry entry, ObjectMapper json, Consumer<Map<String, @Nullable JsonNode>> taker)
            throws IOException {
        int rows = 0;
        try (JsonParser parser = FACTORY.createParser(entry.content())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                rows++;
                if (token != JsonToken.START_OBJECT || rows > ExportLimits.ROWS) {
                    throw noRow(entry);
                }
                taker.accept(row(parser, json, entry));
            }
        }
    }

    private static Map<String, @Nullable JsonNode> row(
            JsonParser parser, ObjectMapper json, ExportedFile.ExportEntry entry) throws IOException {
        var row = new LinkedHashMap<String, @Nullable JsonNode>();
        long begin = parser.currentLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean scalar = parser.nextToken().isScalarValue();
            boolean small = parser.currentLocation().getByteOffset() - begin <= ExportLimits.ROW;
            if (!scalar || !small || row.size() >= COLUMNS || row.containsKey(name)) {
                throw noRow(entry);
            }
            row.put(name, json.readTree(parser));
        }
        return row;
    }

    private static TransferRefused noRow(ExportedFile.ExportEntry entry) {
        return ExportedFile.unreadable("'" + ExportedFile.printable(entry.name()) + "' has an invalid row");
    }
}
