package dev.kaltstart.talos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads files that hold secrets. YAML errors quote the surrounding text, so they are swallowed. */
final class Secretive {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private Secretive() {}

    /** The first document; empty when there is none or it cannot be read. */
    static Optional<Map<?, ?>> yaml(Path file) {
        try {
            for (Object document : new Load(SETTINGS).loadAllFromString(Files.readString(file))) {
                return document instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
            }
            return Optional.empty();
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** The text at a path of keys, if there is one. */
    static Optional<String> text(Map<?, ?> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
