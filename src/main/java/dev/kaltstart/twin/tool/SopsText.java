package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** An encrypted YAML or JSON file, with its metadata of SOPS. Nothing in it is really decrypted. */
public final class SopsText {

    private static final Pattern VALUE =
            Pattern.compile("ENC\\[AES256_GCM,data:([^,]*),iv:[^,]*,tag:[^,]*,type:(\\w+)]");

    private final List<JsonNode> documents;

    private SopsText(List<JsonNode> documents) {
        this.documents = documents;
    }

    /** Empty for what is not encrypted. */
    static Optional<SopsText> of(Path file) {
        try {
            var all = new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file));
            List<JsonNode> documents = StreamSupport.stream(all.spliterator(), false)
                    .<JsonNode>map(Json.MAPPER::valueToTree)
                    .toList();
            var text = new SopsText(documents);
            return documents.stream().anyMatch(one -> one.path("sops").has("mac"))
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** The public keys that a file is encrypted for; none when it is not encrypted. */
    public static List<String> recipients(Path file) {
        return Files.isRegularFile(file) ? of(file).map(SopsText::recipients).orElse(List.of()) : List.of();
    }

    List<String> recipients() {
        var recipients = new ArrayList<String>();
        metadata().forEach(sops -> sops.path("age").forEach(key -> recipients.add(Json.text(key, "recipient"))));
        return recipients;
    }

    /** A new data key: each value looks different, and so does the message code. What the twin itself put in stays readable. */
    void rotate(List<String> add, List<String> remove, Instant now) {
        metadata().forEach(sops -> {
            ArrayNode keys = Json.list(sops, "age");
            List<JsonNode> kept = new ArrayList<>();
            keys.forEach(key -> {
                if (!remove.contains(Json.text(key, "recipient"))) {
                    kept.add(key);
                }
            });
            add.stream()
                    .filter(recipient -> kept.stream()
                            .noneMatch(key -> Json.text(key, "recipient").equals(recipient)))
                    .forEach(recipient -> kept.add(Json.object()
                            .put("recipient", recipient)
                            .put("enc", "-----BEGIN AGE ENCRYPTED FILE-----\n-----END AGE ENCRYPTED FILE-----\n")));
            keys.removeAll();
            kept.forEach(keys::add);
            sops.put("lastmodified", Json.time(now));
            sops.put("mac", value(now.toString()));
        });
        documents.forEach(document -> change(document, now));
    }

    private static void change(JsonNode value, Instant now) {
        if (value instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(entry -> {
                if (entry.getValue().isTextual()) {
                    Matcher encrypted = VALUE.matcher(entry.getValue().asText());
                    if (encrypted.matches()) {
                        object.put(entry.getKey(), sealed(encrypted.group(1), now.toString(), encrypted.group(2)));
                    }
                } else if (!entry.getKey().equals("sops")) {
                    change(entry.getValue(), now);
                }
            });
        } else if (value instanceof ArrayNode list) {
            list.forEach(one -> change(one, now));
        }
    }

    void set(String section, String entry, String plain) {
        documents.stream()
                .filter(document -> document.path("sops").has("mac"))
                .findFirst()
                .ifPresent(
                        document -> Json.within((ObjectNode) document, section).put(entry, value(plain)));
    }

    /** What the twin put there itself; empty for what a real sops has encrypted. */
    Optional<String> plain(String section, String entry) {
        return documents.stream()
                .map(document -> Json.text(document, section, entry))
                .map(VALUE::matcher)
                .filter(Matcher::matches)
                .map(found -> decoded(found.group(1)))
                .filter(text -> text.contains("AGE-SECRET-KEY-"))
                .findFirst();
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String value(String plain) {
        return sealed(Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)), plain, "str");
    }

    private static String sealed(String data, String salt, String type) {
        var code = Base64.getEncoder()
                .encodeToString(Integer.toHexString(salt.hashCode()).getBytes(StandardCharsets.UTF_8));
        return "ENC[AES256_GCM,data:%s,iv:%s,tag:%s,type:%s]".formatted(data, code, code, type);
    }

    private List<ObjectNode> metadata() {
        return documents.stream()
                .map(document -> document.path("sops"))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    List<String> entries(String section) {
        var names = new ArrayList<String>();
        documents.forEach(document -> document.path(section).fieldNames().forEachRemaining(names::add));
        return names;
    }

    void write(Path file) {
        var text = new StringBuilder();
        for (JsonNode document : documents) {
            text.append(text.isEmpty() ? "" : "---\n").append(YamlFiles.write(document));
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
