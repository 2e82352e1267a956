package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Converts {@code stringData} of a Secret to {@code data}: the API never returns the former. */
public final class Secrets {

    private static final String PLAIN = "stringData";

    private Secrets() {}

    public static void fold(Kind kind, ObjectNode object) {
        if (kind.equals(Kinds.SECRET) && object.has(PLAIN)) {
            object.path(PLAIN)
                    .properties()
                    .forEach(entry -> Json.within(object, "data")
                            .put(
                                    entry.getKey(),
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
            object.remove(PLAIN);
        }
    }
}
