package dev.kaltstart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.api.ControlCharacters;
import java.util.Map;
import java.util.TreeMap;

/** Labels as stored and shown: bounded, with escapes for invisible characters. */
final class Labels {

    private static final int MOST = 64;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 500;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Labels() {}

    static String write(Map<String, String> labels) {
        var kept = new TreeMap<String, String>();
        new TreeMap<>(labels)
                .entrySet().stream()
                        .limit(MOST)
                        .forEach(label -> kept.put(
                                ControlCharacters.text(label.getKey(), LONGEST_NAME),
                                ControlCharacters.text(label.getValue(), LONGEST_VALUE)));
        try {
            return MAPPER.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> read(String kept) {
        try {
            return MAPPER.readValue(kept, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
