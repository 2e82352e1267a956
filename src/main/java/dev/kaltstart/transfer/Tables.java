package dev.kaltstart.transfer;

import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.EngineRows.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and inserts the rows of one recovery, in the caller's transaction. */
@Component
class Tables {

    private static final String OF_RECOVERY = "recovery = :recovery";

    private static final List<Table> OURS = List.of(
            own("recovery", "id = :recovery"),
            own("timeline", OF_RECOVERY + " order by id"),
            own("step_execution", OF_RECOVERY),
            own("command", OF_RECOVERY),
            own("plan", OF_RECOVERY),
            own("approval", OF_RECOVERY),
            own("machine", OF_RECOVERY),
            own("subject_list", OF_RECOVERY),
            own("execution_subject", OF_RECOVERY),
            own("report", OF_RECOVERY),
            own("suspension", OF_RECOVERY),
            own("evidence", OF_RECOVERY),
            own("milestone", OF_RECOVERY),
            own("exposed_value", OF_RECOVERY),
            // this Kaltstart may have received the same alert
            new Table(
                    "alert",
                    OF_RECOVERY,
                    OwnColumns.of("alert"),
                    List.of(),
                    List.of("source", "fingerprint", "starts_at")));

    private final JdbcTemplate jdbc;
    private final List<Table> all = new ArrayList<>(OURS);

    Tables(JdbcTemplate jdbc, EngineRows engine) {
        this.jdbc = jdbc;
        this.all.addAll(engine.tables());
    }

    private static Table own(String name, String where) {
        return new Table(name, where, OwnColumns.of(name), List.of(), List.of());
    }

    /** In insertion order, which respects the foreign keys. */
    List<Table> all() {
        return all;
    }

    /** The columns that travel, with their JDBC types here. */
    Map<String, Integer> columns(Table table) {
        Map<String, Integer> there = inDatabase(table.name());
        var columns = new LinkedHashMap<String, Integer>();
        for (String column : table.columns()) {
            Integer type = there.get(column);
            if (type == null) {
                throw new IllegalStateException("the table " + table.name() + " has no column " + column);
            }
            columns.put(column, type);
        }
        return columns;
    }

    /** Columns by name, in lower case, with their JDBC types; without identity columns. */
    Map<String, Integer> inDatabase(String table) {
        ResultSetExtractor<Map<String, Integer>> columns = rows -> {
            var found = new LinkedHashMap<String, Integer>();
            var description = rows.getMetaData();
            for (int n = 1; n <= description.getColumnCount(); n++) {
                if (!description.isAutoIncrement(n)) {
                    found.put(description.getColumnName(n).toLowerCase(Locale.ROOT), description.getColumnType(n));
                }
            }
            return found;
        };
        return Objects.requireNonNull(jdbc.query("select * from " + table + " where 1 = 0", columns));
    }

    /** Referenced rows come before the rows that refer to them. */
    List<Map<String, @Nullable Object>> read(Table table, String recovery) {
        Map<String, Integer> columns = columns(table);
        var rows = new NamedParameterJdbcTemplate(jdbc)
                .query(
                        "select " + String.join(", ", columns.keySet()) + " from " + table.name() + " where "
                                + table.where(),
                        Map.of("recovery", recovery),
                        (row, n) -> {
                            var values = new LinkedHashMap<String, @Nullable Object>();
                            for (var column : columns.entrySet()) {
                                values.put(column.getKey(), Rows.value(row, values.size() + 1, column.getValue()));
                            }
                            return (Map<String, @Nullable Object>) values;
                        });
        return table.references().isEmpty() ? rows : sorted(table, rows);
    }

    private static List<Map<String, @Nullable Object>> sorted(Table table, List<Map<String, @Nullable Object>> rows) {
        var left = new ArrayList<>(rows);
        var sorted = new ArrayList<Map<String, @Nullable Object>>();
        Set<@Nullable Object> waited = new HashSet<>();
        rows.forEach(row -> waited.add(row.get("id_")));
        while (!left.isEmpty()) {
            var ready = left.stream()
                    .filter(row -> table.references().stream()
                            .map(row::get)
                            .noneMatch(id -> waited.contains(id) && !Objects.equals(id, row.get("id_"))))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("rows of " + table.name() + " refer to each other in a cycle");
            }
            ready.forEach(row -> waited.remove(row.get("id_")));
            sorted.addAll(ready);
            left.removeAll(ready);
        }
        return sorted;
    }

    /** @return false when a row with this key already exists, which is allowed */
    boolean insert(Table table, Map<String, @Nullable Object> row, Map<String, Integer> columns) {
        if (!table.key().isEmpty() && there(table, row, columns)) {
            return false;
        }
        var names = List.copyOf(row.keySet());
        String marks = String.join(", ", names.stream().map(name -> "?").toList());
        jdbc.update(
                "insert into " + table.name() + " (" + String.join(", ", names) + ") values (" + marks + ")",
                statement -> bind(statement, names, row, columns));
        return true;
    }

    private boolean there(Table table, Map<String, @Nullable Object> row, Map<String, Integer> columns) {
        String same = String.join(
                " and ", table.key().stream().map(name -> name + " = ?").toList());
        ResultSetExtractor<Boolean> any = ResultSet::next;
        return Boolean.TRUE.equals(jdbc.query(
                "select 1 from " + table.name() + " where " + same,
                statement -> bind(statement, table.key(), row, columns),
                any));
    }

    private static void bind(
            PreparedStatement statement,
            List<String> names,
            Map<String, @Nullable Object> row,
            Map<String, Integer> columns)
            throws SQLException {
        for (int n = 0; n < names.size(); n++) {
            Rows.set(statement, n + 1, row.get(names.get(n)), columns.getOrDefault(names.get(n), Types.NULL));
        }
    }
}
