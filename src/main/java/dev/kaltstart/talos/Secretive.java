package dev.kaltstart.talos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads files that hold secrets. YAML errors quote the surrounding text, so they are swallowed. */
final class Secretive {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    /** In bytes; the files of a cluster have some kilobytes. */
    private static final int LARGEST = 2 * 1024 * 1024;

    private Secretive() {}

    /** The first document; empty when there is none or it cannot be read. */
    static Optional<Map<?, ?>> yaml(Path file) {
        return read(file).flatMap(Secretive::parse);
    }

    /** Empty for everything but a file of at most two mebibytes. */
    static Optional<String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            return content.length > LARGEST
                    ? Optional.empty()
                    : Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Map<?, ?>> parse(String text) {
        try {
            for (Object document : new Load(SETTINGS).loadAllFromString(text)) {
                return document instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
            }
            return Optional.empty();
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** The texts of the list at a path of keys; none when there is no such list. */
    static List<String> texts(Map<?, ?> document, String... path) {
        return value(document, path) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** The text at a path of keys, if there is one. */
    static Optional<String> text(Map<?, ?> document, String... path) {
        return value(document, path) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static @Nullable Object value(Map<?, ?> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
