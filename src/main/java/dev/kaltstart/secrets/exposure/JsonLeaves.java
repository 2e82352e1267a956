package dev.kaltstart.secrets.exposure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads JSON as a stream of tokens. A binary file that SOPS has encrypted is JSON with the key {@code data}. */
final class JsonLeaves {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLeaves() {}

    static void read(String text, FileLeaves.Sink sink) {
        var open = new OpenPath();
        try (JsonParser json = FACTORY.createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case START_OBJECT -> open.mapping();
                    case START_ARRAY -> open.list();
                    case END_OBJECT, END_ARRAY -> open.end();
                    case FIELD_NAME -> open.key(json.currentName());
                    default -> {
                        if (!sink.add(0, open.path(), json.getText())) {
                            return;
                        }
                        open.valueEnded();
                    }
                }
            }
        } catch (IOException e) {
            // the message of the parser would quote the file
            sink.broken();
        }
    }
}
