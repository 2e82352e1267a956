package dev.kaltstart.readiness.item;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What an encrypted file shows without a key: the names of its keys, and who can open it. Values are never read. */
record SopsDocument(Map<?, ?> content) {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();
    private static final int LARGEST = 1024 * 1024;

    /** Where a Secret of Kubernetes has its values. */
    private static final List<String> SECTIONS = List.of("stringData", "data");

    /** Empty when it is not YAML, or too large. A link is not followed: it may lead out of the repository. */
    static Optional<SopsDocument> read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            for (Object document :
                    new Load(SETTINGS).loadAllFromString(Files.readString(file, StandardCharsets.UTF_8))) {
                return document instanceof Map<?, ?> map ? Optional.of(new SopsDocument(map)) : Optional.empty();
            }
            return Optional.empty();
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    boolean isSecret() {
        return "Secret".equals(content.get("kind"));
    }

    /** Of a Secret, the names of its values, behind that of their section. */
    Stream<Key> keys() {
        return SECTIONS.stream()
                .flatMap(section -> content.get(section) instanceof Map<?, ?> values
                        ? values.keySet().stream().map(key -> new Key(section, String.valueOf(key)))
                        : Stream.empty());
    }

    List<String> recipients() {
        return content.get("sops") instanceof Map<?, ?> sops && sops.get("age") instanceof List<?> keys
                ? keys.stream()
                        .filter(Map.class::isInstance)
                        .map(key -> String.valueOf(((Map<?, ?>) key).get("recipient")))
                        .toList()
                : List.of();
    }

    /** A value of a Secret, by its name. */
    record Key(String section, String name) {

        /** The notation of {@code sops --extract}. */
        String path() {
            return "[\"" + section + "\"][\"" + name + "\"]";
        }
    }
}
