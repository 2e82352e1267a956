package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.shell.KeptOutput;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Exports a snapshot of one recovery, without secrets. */
@Component
class Exports {

    private static final int MOST_OUTPUT = 32 * 1024 * 1024;

    private final EngineRows engine;
    private final Tables tables;
    private final InstalledVersions here;
    private final KeptOutput outputs;
    private final Rehearsals rehearsals;
    private final Redaction redaction;
    private final ObjectMapper json;
    private final Clock clock;
    private final TransferKey key;
    private final TransactionTemplate snapshot;

    Exports(
            Tables tables,
            InstalledVersions here,
            KeptOutput outputs,
            Rehearsals rehearsals,
            Redaction redaction,
            ObjectMapper json,
            Clock clock,
            EngineRows engine,
            TransferKey key,
            PlatformTransactionManager transactions) {
        this.tables = tables;
        this.here = here;
        this.outputs = outputs;
        this.rehearsals = rehearsals;
        this.redaction = redaction;
        this.json = json;
        this.clock = clock;
        this.engine = engine;
        this.key = key;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        snapshot.setReadOnly(true);
    }

    /** @throws TransferRefused when the recovery does not exist */
    byte[] export(String recovery) {
        var leftBehind = new ArrayList<String>();
        var models = new ArrayList<EngineRows.Model>();
        Map<String, List<Map<String, @Nullable Object>>> rows = Objects.requireNonNull(snapshot.execute(status -> {
            models.addAll(engine.models(recovery));
            return rows(recovery, leftBehind);
        }));
        Map<String, @Nullable Object> described = rows.getOrDefault("recovery", List.of()).stream()
                .findFirst()
                .orElseThrow(() -> new TransferRefused(
                        TransferRefused.Kind.NO_RECOVERY, "there is no recovery with this id: " + recovery));
        var outputs = new TreeMap<String, String>();
        spools(rows.getOrDefault("command", List.of()), outputs, leftBehind);
        var writer = new ExportWriter(json);
        writer.put(ExportWriter.MANIFEST, manifest(described, leftBehind, models));
        rows.forEach((table, all) -> writer.put(ExportWriter.ROWS + table + ".jsonl", lines(all)));
        outputs.forEach((name, text) -> writer.put(ExportWriter.SPOOL + name, text.getBytes(StandardCharsets.UTF_8)));
        // read after the rows: a crash also leaves a world ahead of the rows, but never one behind them
        rehearsals.pack(recovery).forEach((name, content) -> writer.put(ExportWriter.TWIN + name, clean(content)));
        return writer.end(key.key());
    }

    private Map<String, List<Map<String, @Nullable Object>>> rows(String recovery, List<String> leftBehind) {
        var rows = new LinkedHashMap<String, List<Map<String, @Nullable Object>>>();
        tables.all().forEach(table -> rows.put(table.name(), plain(table, recovery, leftBehind)));
        return rows;
    }

    private List<Map<String, @Nullable Object>> plain(
            EngineRows.Table table, String recovery, List<String> leftBehind) {
        return tables.read(table, recovery).stream()
                .filter(row -> {
                    boolean plain = engine.plain(table.name(), row);
                    if (!plain && table.name().equals("act_ru_variable")) {
                        leftBehind.add("the variable '" + row.get("name_") + "', which is not a text or a number");
                    }
                    return plain;
                })
                .toList();
    }

    private byte[] lines(List<Map<String, @Nullable Object>> rows) {
        var lines = new StringBuilder();
        for (var row : rows) {
            var shown = new LinkedHashMap<String, @Nullable Object>();
            row.forEach((column, value) -> shown.put(column, value == null ? null : Rows.text(cleanValue(value))));
            lines.append(text(shown)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Text that the engine stores itself, such as the stack trace of a job, has not been redacted yet. */
    private Object cleanValue(Object value) {
        return value instanceof String text ? redaction.clean(text) : value;
    }

    private byte[] clean(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return redaction.clean(text).getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return content;
        }
    }

    private void spools(
            List<Map<String, @Nullable Object>> commands, Map<String, String> kept, List<String> leftBehind) {
        int room = MOST_OUTPUT;
        int tooMuch = 0;
        for (var command : commands) {
            String id = String.valueOf(command.get("id"));
            if (command.get("ended_at") == null) {
                leftBehind.add("the output of the command " + id + ", which is still running");
                continue;
            }
            var files = outputs.of(id);
            room -= files.values().stream().mapToInt(String::length).sum();
            if (room < 0) {
                tooMuch++;
                continue;
            }
            files.forEach((name, text) -> kept.put(id + "/" + name, text));
        }
        if (tooMuch > 0) {
            leftBehind.add("the full output of " + CountedNoun.of(tooMuch, "command") + "; the journal has its end");
        }
    }

    private Manifest manifest(
            Map<String, @Nullable Object> recovery, List<String> leftBehind, List<EngineRows.Model> models) {
        return new Manifest(
                Manifest.FORMAT,
                here.kaltstart(),
                here.schema(),
                here.engine(),
                String.valueOf(recovery.get("id")),
                String.valueOf(recovery.get("cluster")),
                String.valueOf(recovery.get("mode")),
                (String) recovery.get("subject"),
                recovery.get("outcome") != null,
                outputs.host(),
                clock.instant(),
                ((Number) Objects.requireNonNull(recovery.get("epoch"))).intValue(),
                recovery.get("handed_over_at") != null,
                leftBehind,
                models);
    }

    private String text(Object row) {
        try {
            return json.writeValueAsString(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
