package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.DocumentLog;
import dev.kaltstart.twin.store.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of a twin, by id: the result is decided at the start, and reported at the end. Keeps the
 * newest. Thread-safe.
 */
final class TwinCommands {

    private static final int KEPT = 300;

    private final DocumentLog ledger;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private int written;

    /** @param ends on the twin's clock; @param stopped it will have been stopped at its deadline then */
    record Entry(int exitCode, String output, String error, Instant ends, boolean stopped) {}

    TwinCommands(Path directory) {
        ledger = new DocumentLog(directory.resolve("commands.jsonl"));
        ledger.read().forEach((id, document) -> keep(id, Json.MAPPER.convertValue(document, Entry.class)));
    }

    synchronized Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    synchronized void put(String id, Entry entry) {
        keep(id, entry);
        if (++written > KEPT * 3) {
            written = 0;
            var all = new LinkedHashMap<String, com.fasterxml.jackson.databind.JsonNode>();
            entries.forEach((name, one) -> all.put(name, Json.MAPPER.valueToTree(one)));
            ledger.compact(all);
        } else {
            ledger.put(id, Json.MAPPER.valueToTree(entry));
            ledger.flush();
        }
    }

    private void keep(String id, Entry entry) {
        entries.put(id, entry);
        if (entries.size() > KEPT) {
            var oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
