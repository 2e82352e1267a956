package dev.kaltstart.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measurements as one text, in which they are stored. */
public final class Measurements {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<@Nullable Measurement>> LIST = new TypeReference<>() {};

    private Measurements() {}

    public static String encode(List<Measurement> measured) {
        try {
            return JSON.writeValueAsString(measured);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("measurements are JSON", e);
        }
    }

    /** @throws IllegalArgumentException when the text is none, or holds a value that is not in its form */
    public static List<Measurement> decode(String text) {
        try {
            List<@Nullable Measurement> measured = JSON.readValue(text, LIST);
            if (measured == null || measured.contains(null)) {
                throw new IllegalArgumentException("not a list of measurements");
            }
            return measured.stream().filter(Objects::nonNull).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a list of measurements", e);
        }
    }
}
