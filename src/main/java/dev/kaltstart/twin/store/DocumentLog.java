package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps named documents in one file: a line for every change, the last one counts. A line that a killed process left
 * half written is ignored. Not thread-safe.
 */
public final class DocumentLog {

    private static final long COMPACT_AT_BYTES = 4_000_000;

    private final Path file;
    private final StringBuilder pending = new StringBuilder();

    public DocumentLog(Path file) {
        this.file = file;
    }

    /** The documents as they were last flushed; empty when there is no file. */
    public Map<String, JsonNode> read() {
        var documents = new LinkedHashMap<String, JsonNode>();
        if (!Files.exists(file)) {
            return documents;
        }
        try (var lines = Files.lines(file)) {
            lines.forEach(line -> take(line, documents));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    private static void take(String line, Map<String, JsonNode> documents) {
        try {
            var entry = Json.read(line);
            var value = entry.path("value");
            if (value.isNull() || value.isMissingNode()) {
                documents.remove(Json.text(entry, "name"));
            } else {
                documents.put(Json.text(entry, "name"), value);
            }
        } catch (UncheckedIOException torn) {
            // the process died while writing this line, so the change was never reported
        }
    }

    /** @param value null to forget the document */
    public void put(String name, @Nullable JsonNode value) {
        var entry = Json.object().put("name", name);
        entry.set("value", value == null ? NullNode.getInstance() : value);
        pending.append(Json.write(entry)).append('\n');
    }

    /** Something is not in the file yet. */
    public boolean pending() {
        return !pending.isEmpty();
    }

    /** Puts everything into the file, in one write. */
    public void flush() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            append(pending.toString());
            pending.setLength(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String text) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var end = channel.size();
            channel.position(end);
            write(channel, endsTorn(channel, end) ? "\n" + text : text);
        }
    }

    private static boolean endsTorn(FileChannel channel, long end) throws IOException {
        var last = ByteBuffer.allocate(1);
        return end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** True when most of the file is history. */
    public boolean bulky() {
        try {
            return Files.exists(file) && Files.size(file) > COMPACT_AT_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rewrites the file so that it holds nothing but these. */
    public void compact(Map<String, JsonNode> documents) {
        pending.setLength(0);
        documents.forEach(this::put);
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(temporary, pending);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            pending.setLength(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
