package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.TransferRefused.Kind.CONFLICT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.EngineRows.Landing;
import dev.kaltstart.engine.EngineRows.Table;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.KeptOutput;
import dev.kaltstart.transfer.Imports.Imported;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes an imported recovery into the database, in the caller's transaction. Unfinished commands become UNKNOWN. */
@Component
class RecoveryImporter {

    private final Tables tables;
    private final EngineRows engine;
    private final ExportIdentity identities;
    private final Recoveries recoveries;
    private final Rehearsals rehearsals;
    private final KeptOutput outputs;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    RecoveryImporter(
            Tables tables,
            EngineRows engine,
            ExportIdentity identities,
            Recoveries recoveries,
            Rehearsals rehearsals,
            KeptOutput outputs,
            JdbcClient jdbc,
            ObjectMapper json,
            Clock clock) {
        this.tables = tables;
        this.engine = engine;
        this.identities = identities;
        this.recoveries = recoveries;
        this.rehearsals = rehearsals;
        this.outputs = outputs;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Validates all rows and files before anything is written.
     *
     * @throws IllegalArgumentException when the content is not that of a recovery
     * @throws EngineRows.OtherModel when this Kaltstart lacks the models of the recovery
     */
    Checked check(ExportedFile exported, Clusters.Protected cluster) {
        Manifest manifest = exported.manifest();
        var own = new OwnRows(manifest, json);
        Landing landing = engine.landing(identities.of(manifest, cluster), manifest.models());
        var checked = new Checked(own, landing, columns());
        exported.rows((table, raw) -> {
            var row = checked.row(table, raw);
            own.meet(table, row);
            landing.meet(table, row);
        });
        own.complete();
        exported.rows(checked::landed);
        identities.twin(exported, own);
        exported.files(ExportWriter.SPOOL, (name, content) -> {
            if (!own.knowsCommand(name.substring(0, name.indexOf('/')))) {
                throw new IllegalArgumentException("it has the output of a command that is not in its journal");
            }
        });
        return checked;
    }

    private Map<String, Map<String, Integer>> columns() {
        var columns = new HashMap<String, Map<String, Integer>>();
        tables.all().forEach(table -> columns.put(table.name(), tables.columns(table)));
        return columns;
    }

    Imported of(ExportedFile exported, Checked checked, Clusters.Protected cluster, String person) {
        Manifest manifest = exported.manifest();
        hold(manifest);
        var byName = new HashMap<String, Table>();
        tables.all().forEach(table -> byName.put(table.name(), table));
        exported.rows((name, raw) -> {
            Table table = byName.get(name);
            if (table != null) {
                tables.insert(table, arriving(name, checked.landed(name, raw)), checked.columns(name));
            }
        });
        engine.arrived(manifest.recovery());
        ownModel(manifest.recovery());
        var imported = new Imported(manifest.recovery(), manifest.epoch() + 1, unknown(manifest), withdraw(manifest));
        recoveries.note(manifest.recovery(), "imported", message(manifest, imported), person);
        files(exported, cluster);
        return imported;
    }

    /** Approvals refer to the id of the model deployed here. */
    private void ownModel(String recovery) {
        jdbc.sql("update recovery set model = (select proc_def_id_ from act_hi_procinst where business_key_ = ?"
                        + " and super_process_instance_id_ is null) where id = ? and model is not null")
                .params(recovery, recovery)
                .update();
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
            throw new TransferRefused(
                    CONFLICT,
                    "another recovery of the cluster '" + manifest.cluster()
                            + "' runs here: abort that one, or import into another Kaltstart",
                    e);
        }
    }

    private static Map<String, @Nullable Object> arriving(String table, Map<String, @Nullable Object> row) {
        if (!table.equals("recovery")) {
            return row;
        }
        var changed = new HashMap<>(row);
        changed.put("handed_over_at", null);
        changed.put("epoch", ((Number) row.getOrDefault("epoch", 0L)).longValue() + 1);
        return changed;
    }

    /** Their results cannot be observed here, so a check or a person decides. */
    private int unknown(Manifest manifest) {
        return jdbc.sql("update command set state = 'UNKNOWN', ending = 'UNKNOWN', exit_code = -1, ended_at = ?,"
                        + " output = coalesce(output, ''), error = ? where recovery = ? and ended_at is null")
                .params(
                        now(),
                        "its result was not known when the recovery was exported on " + manifest.host(),
                        manifest.recovery())
                .update();
    }

    /** The file does not prove that a person gave them, and the exporting Kaltstart may have used them since. */
    private int withdraw(Manifest manifest) {
        return jdbc.sql("update approval set withdrawn_at = ?"
                        + " where recovery = ? and execution is null and withdrawn_at is null")
                .params(now(), manifest.recovery())
                .update();
    }

    private static String message(Manifest manifest, Imported imported) {
        return "exported on " + manifest.host() + " at " + manifest.writtenAt()
                + (manifest.handedOver() ? ", handed over" : ", as a copy")
                + "; commands with unknown result: " + imported.unknownCommands()
                + "; approvals to be given again: " + imported.withdrawnApprovals()
                + (manifest.leftBehind().isEmpty() ? "" : "; left behind: " + String.join(", ", manifest.leftBehind()));
    }

    private void files(ExportedFile exported, Clusters.Protected cluster) {
        String recovery = exported.manifest().recovery();
        var made = new ArrayList<String>();
        undoUnlessCommitted(recovery, made);
        exported.files(ExportWriter.SPOOL, (name, content) -> {
            int slash = name.indexOf('/');
            String command = name.substring(0, slash);
            if (made.contains(command) || outputs.begin(command)) {
                made.add(command);
                outputs.put(command, name.substring(slash + 1), new String(content, StandardCharsets.UTF_8));
            }
        });
        var twin = new LinkedHashMap<String, byte[]>();
        exported.files(ExportWriter.TWIN, twin::put);
        if (!twin.isEmpty()) {
            unpack(recovery, cluster, twin);
            if (exported.manifest().ended()) {
                rehearsals.close(recovery);
            }
        }
    }

    /** A forged world can fail in any way; the import is refused in each case. */
    private void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> twin) {
        try {
            rehearsals.unpack(recovery, cluster, twin);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("its twin cannot be made", e);
        }
    }

    private void undoUnlessCommitted(String recovery, List<String> made) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    made.forEach(outputs::remove);
                    rehearsals.discard(recovery);
                }
            }
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Validated rows; they are validated again when written. */
    static final class Checked {

        private final OwnRows own;
        private final Landing landing;
        private final Map<String, Map<String, Integer>> columns;

        private Checked(OwnRows own, Landing landing, Map<String, Map<String, Integer>> columns) {
            this.own = own;
            this.landing = landing;
            this.columns = columns;
        }

        private Map<String, Integer> columns(String table) {
            return columns.getOrDefault(table, Map.of());
        }

        private Map<String, @Nullable Object> row(String table, Map<String, @Nullable JsonNode> raw) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            raw.forEach((column, value) -> {
                Integer type = columns(table).get(column);
                if (type == null) {
                    throw new IllegalArgumentException("the table " + table + " has a column '"
                            + ExportedFile.printable(column) + "' in the file, which does not exist here");
                }
                row.put(column, value == null ? null : Rows.value(value, type));
            });
            return row;
        }

        private Map<String, @Nullable Object> landed(String table, Map<String, @Nullable JsonNode> raw) {
            var row = row(table, raw);
            if (table.startsWith("act_")) {
                return landing.land(table, row);
            }
            own.check(table, row);
            return row;
        }
    }
}
