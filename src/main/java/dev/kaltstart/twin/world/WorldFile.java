package dev.kaltstart.twin.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.store.DocumentLog;
import dev.kaltstart.twin.store.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps a world in a file: each save appends the changes since the last one. */
final class WorldFile {

    private static final String MACHINE = "machine/";
    private static final String ARCHIVE = "archive/";
    private static final String ADVANCED = "advanced";

    private final World world;
    private final DocumentLog ledger;
    private final Map<String, JsonNode> saved = new HashMap<>();

    WorldFile(Path directory, World world) {
        this.world = world;
        this.ledger = new DocumentLog(directory.resolve("world.jsonl"));
    }

    void load() {
        var documents = ledger.read();
        if (documents.isEmpty()) {
            return;
        }
        world.objects().load(documents);
        documents.forEach((name, document) -> {
            if (name.startsWith(MACHINE)) {
                world.add(as(document, new TypeReference<Machine>() {}));
            } else if (name.startsWith(ARCHIVE)) {
                world.archive().put(name.substring(ARCHIVE.length()), document);
            }
        });
        with(documents, "etcd", new TypeReference<List<Member>>() {}, world.etcd()::load);
        with(
                documents,
                "timers",
                new TypeReference<Map<String, Instant>>() {},
                world.timers().asMap()::putAll);
        with(documents, "marks", new TypeReference<Map<String, String>>() {}, world.marks()::putAll);
        with(documents, ADVANCED, new TypeReference<String>() {}, world::advanced);
        ledger.compact(everything());
    }

    private static <T> void with(
            Map<String, JsonNode> documents, String name, TypeReference<T> type, Consumer<T> taker) {
        @Nullable JsonNode document = documents.get(name);
        if (document != null) {
            taker.accept(as(document, type));
        }
    }

    private static <T> T as(JsonNode document, TypeReference<T> type) {
        try {
            return Json.MAPPER.readerFor(type).readValue(document.toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return something had changed */
    boolean save() {
        world.objects().save(ledger);
        small().forEach((name, document) -> {
            if (!document.equals(saved.put(name, document))) {
                ledger.put(name, document);
            }
        });
        if (!ledger.pending()) {
            return false;
        }
        ledger.put(ADVANCED, advanced());
        ledger.flush();
        if (ledger.bulky()) {
            ledger.compact(everything());
        }
        return true;
    }

    private Map<String, JsonNode> small() {
        var documents = new LinkedHashMap<String, JsonNode>();
        world.machines().forEach(machine -> documents.put(MACHINE + machine.name(), Json.MAPPER.valueToTree(machine)));
        documents.put("etcd", Json.MAPPER.valueToTree(world.etcd().members()));
        documents.put("timers", Json.MAPPER.valueToTree(world.timers().asMap()));
        world.archive().forEach((name, document) -> documents.put(ARCHIVE + name, document));
        documents.put("marks", Json.MAPPER.valueToTree(world.marks()));
        return documents;
    }

    private Map<String, JsonNode> everything() {
        var documents = small();
        saved.putAll(documents);
        documents.put(ADVANCED, advanced());
        world.objects().saveAll(documents);
        return documents;
    }

    private JsonNode advanced() {
        return Json.MAPPER.valueToTree(world.advanced().toString());
    }
}
