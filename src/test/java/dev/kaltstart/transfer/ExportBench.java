package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Rehearsals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A Kaltstart that has exported a recovery and forgotten it, and someone who holds its key and changes the file. */
final class ExportBench implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

    static final String CANARY = "canary-of-the-administrator";

    private static final String KEY = "a-key-that-both-machines-hold-0123456789";

    final LocalKaltstart here;
    final Path world;
    final Path home;
    final String recovery;
    final byte[] exported;

    ExportBench(Path world) throws IOException {
        this.world = world;
        this.home = world.resolve("home");
        Path real = Files.writeString(world.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: %s }
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath()));
        here = LocalKaltstart.standingStill(
                home,
                "--kaltstart.config=" + real,
                "--kaltstart.admin-password=" + CANARY,
                "--kaltstart.transfer-key=" + KEY,
                "--spring.datasource.url=jdbc:h2:mem:" + world.getFileName());
        recovery = here.rehearse(false, 60);
        here.sql()
                .sql("insert into approval (id, recovery, step, approver, reason, preview, approved_at)"
                        + " values ('a-1', ?, 'resetNode', 'ada', 'test', '', current_timestamp)")
                .param(recovery)
                .update();
        exported = here.bean(Exports.class).export(recovery);
        forget(recovery);
    }

    /** Lets this Kaltstart know nothing of its one recovery; the engine may not be able to delete what it was given. */
    void forget(String id) {
        here.sql().sql("set referential_integrity false").update();
        here.bean(Tables.class)
                .all()
                .forEach(table -> here.sql().sql("delete from " + table.name()).update());
        here.sql().sql("delete from cluster_lock").update();
        here.sql().sql("set referential_integrity true").update();
        here.bean(Rehearsals.class).discard(id);
    }

    Imports.Imported take(byte[] bytes) {
        return here.bean(Imports.class).take(file(bytes), "ada", null);
    }

    /** Why it is not taken, or that it is. */
    String refusal(byte[] bytes) {
        TransferRefused refused = catchThrowableOfType(TransferRefused.class, () -> take(bytes));
        return String.valueOf(refused == null ? "taken" : refused.getMessage());
    }

    Path file(byte[] bytes) {
        try {
            return Files.write(world.resolve("export.zip"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many rows there are in all that an import can write to. */
    Map<String, Long> rows() {
        return here.bean(Tables.class).all().stream()
                .collect(Collectors.toMap(table -> table.name(), table -> here.rows(table.name())));
    }

    /** The export with one entry changed by someone who holds the key. */
    byte[] changed(String entry, UnaryOperator<String> change) {
        return sealed(entries -> entries.computeIfPresent(entry, (name, text) -> change.apply(text)));
    }

    byte[] manifest(String field, Object value) {
        return changed("manifest.json", text -> set(text, field, value));
    }

    /** The export with a value changed in every row of a table. */
    byte[] rows(String table, Consumer<ObjectNode> change) {
        return changed("rows/" + table + ".jsonl", text -> everyRow(text, change));
    }

    static String everyRow(String text, Consumer<ObjectNode> change) {
        return text.lines()
                .map(line -> {
                    try {
                        var row = (ObjectNode) JSON.readTree(line);
                        change.accept(row);
                        return row + "\n";
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    static String set(String text, String field, Object value) {
        try {
            return ((ObjectNode) JSON.readTree(text)).putPOJO(field, value).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] sealed(Consumer<Map<String, String>> change) {
        var entries = entries(exported);
        change.accept(entries);
        return written(entries);
    }

    /** With an end mark and a seal that are right. */
    static byte[] written(Map<String, String> entries) {
        var writer = new ExportWriter(JSON);
        entries.forEach((name, text) -> {
            if (!name.equals("end.json")) {
                writer.put(name, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return writer.end(Optional.of(KEY.getBytes(StandardCharsets.UTF_8)));
    }

    /** With just these entries, and a seal that is right. */
    static byte[] zipped(Iterable<Map.Entry<String, String>> entries) {
        return resealed(zipped(entries, Seal.room()));
    }

    static byte[] unsealed(Iterable<Map.Entry<String, String>> entries) {
        return zipped(entries, "");
    }

    private static byte[] zipped(Iterable<Map.Entry<String, String>> entries, String comment) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            for (var entry : entries) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] resealed(byte[] zip) {
        return Seal.set(zip, KEY.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, String> entries(byte[] bytes) {
        var entries = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    @Override
    public void close() {
        here.close();
    }
}
