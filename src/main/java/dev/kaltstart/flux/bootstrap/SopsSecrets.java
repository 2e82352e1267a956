package dev.kaltstart.flux.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads what SOPS leaves in the open: names, the entries of a Secret, recipients. Errors of YAML quote the text: they are dropped. */
final class SopsSecrets {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();
    private static final int LARGEST = 2 * 1024 * 1024;

    /** What Kubernetes takes; anything else may become a part of a command or of the address of a request. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private SopsSecrets() {}

    /** The Secrets of a file; empty when it holds anything else, or more than one namespace. */
    static List<BootstrapSecret> of(Path root, Path file) {
        List<Map<?, ?>> documents = documents(root.resolve(file));
        List<BootstrapSecret> secrets = documents.stream()
                .flatMap(document -> secret(file, document).stream())
                .toList();
        boolean one =
                secrets.stream().map(BootstrapSecret::namespace).distinct().count() == 1;
        return one && secrets.size() == documents.size() ? secrets : List.of();
    }

    private static Optional<BootstrapSecret> secret(Path file, Map<?, ?> document) {
        if (!"Secret".equals(document.get("kind")) || !"v1".equals(document.get("apiVersion"))) {
            return Optional.empty();
        }
        String name = text(document, "metadata", "name");
        String declared = text(document, "metadata", "namespace");
        String namespace = declared.isEmpty() ? BootstrapSecret.USUAL : declared;
        Set<String> keys = new TreeSet<>();
        Stream.of("data", "stringData")
                .map(document::get)
                .filter(Map.class::isInstance)
                .flatMap(values -> ((Map<?, ?>) values).keySet().stream())
                .forEach(key -> keys.add(String.valueOf(key)));
        return NAME.matcher(name).matches() && NAMESPACE.matcher(namespace).matches() && !keys.isEmpty()
                ? Optional.of(new BootstrapSecret(file, namespace, name, keys))
                : Optional.empty();
    }

    /** The age keys that a file is encrypted for. */
    static Set<String> recipients(Path file) {
        var recipients = new TreeSet<String>();
        documents(file).stream()
                .map(document -> value(document, "sops", "age"))
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .filter(Map.class::isInstance)
                .forEach(entry -> recipients.add(Objects.toString(((Map<?, ?>) entry).get("recipient"), "")));
        return recipients;
    }

    static List<Map<?, ?>> documents(Path file) {
        var documents = new ArrayList<Map<?, ?>>();
        try {
            for (Object document : new Load(SETTINGS).loadAllFromString(read(file))) {
                if (document instanceof Map<?, ?> map) {
                    documents.add(map);
                }
            }
            return documents;
        } catch (IOException | YamlEngineException e) {
            return List.of();
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    private static String text(Map<?, ?> document, String... path) {
        return value(document, path) instanceof String text ? text : "";
    }

    static @org.jspecify.annotations.Nullable Object value(Map<?, ?> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
