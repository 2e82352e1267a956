package dev.kaltstart;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All columns in which the engine keeps a local time. */
record EngineTimes(JdbcClient jdbc) {

    boolean exist() {
        return !columns().isEmpty();
    }

    /** In the caller's transaction. An hour that comes twice when clocks are set back is taken for the earlier one. */
    void toUtc(ZoneId zone) {
        columns()
                .forEach((table, columns) -> rows(table, columns).forEach((id, times) -> move(table, id, times, zone)));
    }

    /** By table; only tables whose rows can be named. */
    private Map<String, List<String>> columns() {
        return jdbc
                .sql("select lower(table_name) as t, lower(column_name) as c from information_schema.columns"
                        + " where lower(table_name) like 'act!_%' escape '!' and lower(data_type) like 'timestamp%'"
                        + " and lower(table_name) in (select lower(table_name) from information_schema.columns"
                        + " where lower(column_name) = 'id_')")
                .query((row, n) -> Map.entry(row.getString("t"), row.getString("c")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private Map<String, Map<String, LocalDateTime>> rows(String table, List<String> columns) {
        var rows = new HashMap<String, Map<String, LocalDateTime>>();
        jdbc.sql("select id_, " + String.join(", ", columns) + " from " + table).query(row -> {
            rows.put(row.getString("id_"), times(row, columns));
        });
        return rows;
    }

    private static Map<String, LocalDateTime> times(ResultSet row, List<String> columns) throws SQLException {
        var times = new HashMap<String, LocalDateTime>();
        for (String column : columns) {
            @Nullable LocalDateTime time = row.getObject(column, LocalDateTime.class);
            if (time != null) {
                times.put(column, time);
            }
        }
        return times;
    }

    private void move(String table, String id, Map<String, LocalDateTime> times, ZoneId zone) {
        times.forEach((column, local) -> jdbc.sql("update " + table + " set " + column + " = ? where id_ = ?")
                .params(local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime(), id)
                .update());
    }
}
