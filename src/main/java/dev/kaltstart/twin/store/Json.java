package dev.kaltstart.twin.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** JSON as the Kubernetes API speaks it. */
public final class Json {

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads an object written with single quotes, as this module does for brevity. Texts among the values are escaped:
     * what a repository calls its things is part of a text here, and of nothing else.
     */
    public static ObjectNode of(String template, Object... values) {
        Object[] escaped = Arrays.stream(values)
                .map(value -> value instanceof String text
                        ? new String(JsonStringEncoder.getInstance().quoteAsString(text))
                        : value)
                .toArray();
        return (ObjectNode) read(template.replace('\'', '"').formatted(escaped));
    }

    /** @throws UncheckedIOException when it is no JSON */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With four blanks an entry on a line of its own, as tools written in Go print it. */
    public static String pretty(JsonNode value) {
        var indenter = new DefaultIndenter("    ", "\n");
        var printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(JsonNode from, String field) {
        return from.path(field).asText("");
    }

    /** The text at a path; empty when there is none. */
    public static String text(JsonNode from, String... path) {
        return at(from, path).asText("");
    }

    /** As the one below, without an array for the path: the twin asks it thousands of times a second. */
    public static String text(JsonNode from, String outer, String inner) {
        return from.path(outer).path(inner).asText("");
    }

    public static JsonNode at(JsonNode from, String outer, String inner) {
        return from.path(outer).path(inner);
    }

    public static JsonNode at(JsonNode from, String... path) {
        var node = from;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    /** The object at a path, made where it is missing. */
    public static ObjectNode within(ObjectNode from, String... path) {
        var node = from;
        for (String step : path) {
            node = node.get(step) instanceof ObjectNode there ? there : node.putObject(step);
        }
        return node;
    }

    public static ArrayNode list(ObjectNode from, String field) {
        return from.get(field) instanceof ArrayNode there ? there : from.putArray(field);
    }

    /** A time as the API writes it: whole seconds. */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
