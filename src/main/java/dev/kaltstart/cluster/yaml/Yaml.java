package dev.kaltstart.cluster.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value of a YAML document. Numbers keep their text: {@code 1.20} is usually a version and {@code 0777} a name,
 * seldom a number.
 */
public sealed interface Yaml {

    Position at();

    /** This value with every scalar's text mapped. Keys stay unchanged. */
    Yaml mapText(Function<Scalar, String> change);

    /** Follows a path of keys; empty when a key is missing or its value is null. */
    default Optional<Yaml> get(String... path) {
        Optional<Yaml> found = Optional.of(this);
        for (String key : path) {
            found = found.map(
                    value -> value instanceof Mapping mapping ? mapping.values().get(key) : null);
        }
        return found.filter(value -> !(value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL));
    }

    /** The text of the scalar at the end of a path; empty when there is none. */
    default Optional<String> text(String... path) {
        return get(path).map(value -> value instanceof Scalar scalar ? scalar.text() : null);
    }

    /** The items of the sequence at the end of a path; none when there is no sequence. */
    default List<Yaml> items(String... path) {
        return get(path)
                .map(value -> value instanceof Sequence sequence ? sequence.values() : null)
                .orElse(List.of());
    }

    /** The entries of the mapping at the end of a path, in the order of the file; none when there is no mapping. */
    default Map<String, Yaml> entries(String... path) {
        return get(path)
                .map(value -> value instanceof Mapping mapping ? mapping.values() : null)
                .orElse(Map.of());
    }

    /** The position of the value at the end of a path, else of its nearest existing parent. */
    default Position at(String... path) {
        Yaml nearest = this;
        for (String key : path) {
            if (!(nearest instanceof Mapping mapping) || !mapping.values().containsKey(key)) {
                return nearest.at();
            }
            nearest = mapping.values().get(key);
        }
        return nearest.at();
    }

    /** @param keys the position of each key */
    record Mapping(Position at, Map<String, Yaml> values, Map<String, Position> keys) implements Yaml {
        @Override
        public Yaml mapText(Function<Scalar, String> change) {
            var changed = new LinkedHashMap<String, Yaml>();
            values.forEach((key, value) -> changed.put(key, value.mapText(change)));
            return new Mapping(at, changed, keys);
        }
    }

    record Sequence(Position at, List<Yaml> values) implements Yaml {
        @Override
        public Yaml mapText(Function<Scalar, String> change) {
            return new Sequence(
                    at, values.stream().map(value -> value.mapText(change)).toList());
        }
    }

    /** @param text as written, without quotes */
    record Scalar(Position at, String text, Kind kind) implements Yaml {

        /** The YAML 1.2 type; numbers count as text. */
        public enum Kind {
            TEXT,
            BOOLEAN,
            NULL
        }

        @Override
        public Yaml mapText(Function<Scalar, String> change) {
            var changed = change.apply(this);
            return changed.equals(text) ? this : new Scalar(at, changed, Kind.TEXT);
        }
    }
}
