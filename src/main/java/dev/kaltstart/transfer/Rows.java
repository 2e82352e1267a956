package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Values of columns, as both databases and JSON have them. Times are moments: the engine's columns are local time. */
final class Rows {

    private Rows() {}

    static @Nullable Object value(ResultSet row, int column, int type) throws SQLException {
        Object value = switch (type) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> instant(row.getTimestamp(column));
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> row.getBytes(column);
            case Types.BIT, Types.BOOLEAN -> row.getBoolean(column);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> row.getLong(column);
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> row.getDouble(column);
            default -> row.getString(column);
        };
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /** Texts stand for times and bytes, too. */
    static @Nullable Object value(JsonNode json, int type) {
        if (json.isNull()) {
            return null;
        }
        return switch (type) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Instant.parse(json.asText());
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                Base64.getDecoder().decode(json.asText());
            case Types.BIT, Types.BOOLEAN -> json.asBoolean();
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> json.asLong();
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> json.asDouble();
            default -> json.asText();
        };
    }

    static Object text(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        return value instanceof Instant time ? time.toString() : value;
    }

    static void set(PreparedStatement statement, int at, @Nullable Object value, int type) throws SQLException {
        if (value == null) {
            statement.setNull(at, type);
        } else if (value instanceof Instant time) {
            statement.setTimestamp(at, Timestamp.from(time));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(at, flag);
        } else if (value instanceof Number number && !(value instanceof Double)) {
            statement.setLong(at, number.longValue());
        } else if (value instanceof Double number) {
            statement.setDouble(at, number);
        } else {
            statement.setString(at, value.toString());
        }
    }
}
