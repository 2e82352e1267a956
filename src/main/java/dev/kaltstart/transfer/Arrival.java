package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.Refused.Kind.CONFLICT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.EngineRows.Table;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.KeptOutput;
import dev.kaltstart.transfer.Imports.Imported;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Puts a recovery where it goes on, in the caller's transaction. What is not known any more is marked so. */
@Component
class Arrival {

    private final Tables tables;
    private final EngineRows engine;
    private final Recoveries recoveries;
    private final Rehearsals rehearsals;
    private final KeptOutput outputs;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    Arrival(
            Tables tables,
            EngineRows engine,
            Recoveries recoveries,
            Rehearsals rehearsals,
            KeptOutput outputs,
            JdbcClient jdbc,
            ObjectMapper json,
            Clock clock) {
        this.tables = tables;
        this.engine = engine;
        this.recoveries = recoveries;
        this.rehearsals = rehearsals;
        this.outputs = outputs;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    Imported of(ExportedFile exported, Clusters.Protected cluster, String person) {
        Manifest manifest = exported.manifest();
        hold(manifest);
        tables.all().forEach(table -> insert(table, exported));
        engine.arrived(manifest.recovery());
        var imported = new Imported(
                manifest.recovery(),
                manifest.epoch() + 1,
                unknown(manifest),
                manifest.ended() || manifest.handedOver() || manifest.rehearsal() ? 0 : withdraw(manifest));
        recoveries.note(manifest.recovery(), "imported", words(manifest, imported), person);
        files(exported, cluster);
        return imported;
    }

    private void hold(Manifest manifest) {
        if (manifest.rehearsal() || manifest.ended()) {
            return;
        }
        try {
            jdbc.sql("insert into cluster_lock (cluster, recovery) values (?, ?)")
                    .params(manifest.cluster(), manifest.recovery())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Refused(
                    CONFLICT,
                    "another recovery of the cluster '" + manifest.cluster()
                            + "' runs here: abort that one, or import into another Kaltstart",
                    e);
        }
    }

    private void insert(Table table, ExportedFile exported) {
        Map<String, Integer> columns = tables.columns(table.name());
        for (String line : exported.rows(table.name())) {
            tables.insert(table, arriving(table.name(), row(table.name(), line, columns)), columns);
        }
    }

    private Map<String, @Nullable Object> row(String table, String line, Map<String, Integer> columns) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        tree(line).properties().forEach(field -> {
            Integer type = columns.get(field.getKey());
            if (type == null) {
                throw new IllegalArgumentException(
                        "the table " + table + " has a column '" + field.getKey() + "' there");
            }
            row.put(field.getKey(), Rows.value(field.getValue(), type));
        });
        return row;
    }

    private JsonNode tree(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a row is not what is written there", e);
        }
    }

    private Map<String, @Nullable Object> arriving(String table, Map<String, @Nullable Object> row) {
        if (!table.equals("recovery")) {
            return engine.arriving(table, row);
        }
        var changed = new HashMap<>(row);
        changed.put("handed_over_at", null);
        changed.put("epoch", ((Number) row.getOrDefault("epoch", 0L)).longValue() + 1);
        // made by whoever asked the other Kaltstart; here somebody else may have used it
        changed.put("idempotency_key", null);
        return changed;
    }

    /** Nobody here can see their end, and the one who could may be gone: a check decides, or a person. */
    private int unknown(Manifest manifest) {
        return jdbc.sql("update command set state = 'UNKNOWN', ending = 'UNKNOWN', exit_code = -1, ended_at = ?,"
                        + " output = coalesce(output, ''), error = ? where recovery = ? and ended_at is null")
                .params(
                        now(),
                        "its end was not known when the recovery was exported on " + manifest.host(),
                        manifest.recovery())
                .update();
    }

    /** The other Kaltstart may have gone on after the export, and used what it was allowed. */
    private int withdraw(Manifest manifest) {
        return jdbc.sql("update approval set withdrawn_at = ?"
                        + " where recovery = ? and execution is null and withdrawn_at is null")
                .params(now(), manifest.recovery())
                .update();
    }

    private static String words(Manifest manifest, Imported imported) {
        return "exported on " + manifest.host() + " at " + manifest.writtenAt()
                + (manifest.handedOver() ? ", handed over" : ", as a copy")
                + "; commands whose end is not known: " + imported.unknownCommands()
                + "; approvals to be given again: " + imported.withdrawnApprovals()
                + (manifest.leftBehind().isEmpty() ? "" : "; left behind: " + String.join(", ", manifest.leftBehind()));
    }

    private void files(ExportedFile exported, Clusters.Protected cluster) {
        String recovery = exported.manifest().recovery();
        var spools = new LinkedHashMap<String, Map<String, String>>();
        exported.below(ExportWriter.SPOOL).forEach((name, content) -> {
            int slash = name.indexOf('/');
            spools.computeIfAbsent(name.substring(0, Math.max(0, slash)), id -> new HashMap<>())
                    .put(name.substring(slash + 1), new String(content, StandardCharsets.UTF_8));
        });
        spools.forEach(outputs::put);
        var twin = exported.below(ExportWriter.TWIN);
        if (!twin.isEmpty()) {
            closeUnlessCommitted(recovery);
            rehearsals.unpack(recovery, cluster, twin);
            if (exported.manifest().ended()) {
                rehearsals.close(recovery);
            }
        }
    }

    private void closeUnlessCommitted(String recovery) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    rehearsals.close(recovery);
                }
            }
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
