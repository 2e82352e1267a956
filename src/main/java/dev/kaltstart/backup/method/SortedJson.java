package dev.kaltstart.backup.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects in the text of a plan: on one line, and the same after a restart, when a map has another order. */
public final class SortedJson {

    private static final JsonMapper SORTING = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SortedJson() {}

    public static String of(Object object) {
        try {
            return SORTING.writeValueAsString(SORTING.readValue(Serialization.asJson(object), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what Kaltstart has written cannot be read", e);
        }
    }
}
